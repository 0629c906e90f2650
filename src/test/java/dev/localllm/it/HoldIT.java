package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a deployment keeps requests away from a replica, and makes it fast before it gets any. */
@Tag("fake")
final class HoldIT {

  @TempDir Path folder;

  @Test
  void aFileHoldsRequestsBackAndThoseThatComeAreServed() throws IOException {
    Path hold = folder.resolve("hold");
    try (GatewayProcess process = GatewayProcess.start(Map.of("HOLD_FILE", hold.toString()))) {
      Gateway gateway = new Gateway(process.url());
      assertThat(gateway.get("/serving").status()).isEqualTo(200);

      Files.createFile(hold);
      assertThat(gateway.get("/serving").status()).isEqualTo(503);
      assertThat(gateway.get("/serving").body())
          .isEqualTo("{\"serving\":false,\"draining\":false,\"held\":true}");
      assertThat(gateway.get("/ready").json().at("/held").asBoolean()).isTrue();
      assertThat(gateway.get("/ready").status()).isEqualTo(503);
      assertThat(gateway.get("/health/ready").status()).isEqualTo(503);
      assertThat(gateway.get("/health/live").status()).isEqualTo(200);
      assertThat(gateway.post("/api/chat", Dialect.OLLAMA.chat("sample", false)).status())
          .isEqualTo(200);

      Files.delete(hold);
      assertThat(gateway.get("/serving").status()).isEqualTo(200);
      assertThat(gateway.get("/ready").status()).isEqualTo(200);
      assertThat(gateway.get("/health/ready").status()).isEqualTo(200);
    }
  }

  @Test
  void aWarmUpAsksTheSampleModelWithTheTokenOfAFile() throws IOException {
    String admin = "llm_" + "7".repeat(32);
    Path token = Files.writeString(folder.resolve("token"), admin + "\n");
    Map<String, String> settings =
        Map.of("AUTH_MODE", "keys", "KEY_PEPPERS", "p:0123456789abcdef", "ADMIN_KEY", admin);
    try (GatewayProcess process = GatewayProcess.start(settings)) {
      String url = process.url().toString();
      Map<String, String> file = Map.of("SMOKE_TOKEN_FILE", token.toString());
      Command warm = Command.run("warmup", file, "--url", url, "--requests", "40");
      assertThat(warm.code()).as(warm.errors()).isZero();
      assertThat(warm.lines().getFirst()).startsWith("40 requests answered in ");

      Command stranger = Command.run("warmup", Map.of(), "--url", url, "--requests", "40");
      assertThat(stranger.code()).isEqualTo(1);
      assertThat(stranger.errors()).contains("answered with 401").doesNotContain(admin);
    }
  }
}
