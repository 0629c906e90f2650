package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong configuration ends the process, naming every problem (CFG-1…9). */
@Tag("fake")
final class ConfigurationIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void everyProblemIsNamedAtOnceAndNoSecretIsShown(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("key"), "top-secret\nwith a line break");
    String output =
        failedStart(
            Map.of(
                "OLLAMA_BASE_URL", "ftp://nowhere",
                "MAX_STREAMS", "many",
                "HEARTBEAT_AFTER", "10",
                "ALLOWED_ORIGINS", "localhost:3000",
                "AUTH_MODE", "jwt",
                "OLLAMA_API_KEY", "top-secret",
                "OLLAMA_API_KEY_FILE", folder.resolve("key").toString()));
    assertThat(output)
        .contains(
            "OLLAMA_BASE_URL",
            "ftp://nowhere",
            "MAX_STREAMS",
            "many",
            "HEARTBEAT_AFTER",
            "ALLOWED_ORIGINS",
            "localhost:3000",
            "AUTH_MODE",
            "OLLAMA_API_KEY")
        .doesNotContain("top-secret")
        .doesNotContain("\tat ");
  }

  @Test
  void anUnknownEnvironmentIsRefusedWithTheList() {
    assertThat(failedStart(Map.of("APP_ENV", "prod")))
        .contains("APP_ENV", "local", "ci", "staging", "production");
  }

  @Test
  void outsideLocalNothingCriticalRestsOnADefault() {
    assertThat(failedStart(Map.of("APP_ENV", "production")))
        .contains("OLLAMA_BASE_URL", "MODEL_NAME", "ALLOWED_ORIGINS", "AUTH_MODE");
  }

  @Test
  void anUnknownKeyInAnEnvFileIsRefusedWithAHint(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve(".env.local"), "MODEL_NAME=x\nMAX_STREAM=3\n");
    assertThat(failedStart(Map.of("ENV_DIR", folder.toString())))
        .contains("MAX_STREAM", "MAX_STREAMS", ".env.local");
  }

  private static String failedStart(Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(settings);
    try (GatewayProcess gateway = GatewayProcess.launch(environment)) {
      assertThat(gateway.exitCode(LIMIT)).as(String.join("\n", gateway.lines())).isNotZero();
      return String.join("\n", gateway.lines());
    }
  }
}
