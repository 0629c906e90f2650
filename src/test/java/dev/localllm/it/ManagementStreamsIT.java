package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.Break;
import dev.localllm.fake.FakeOllama;
import dev.localllm.fake.RawClient;
import dev.localllm.fake.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pulls that take their time, break, or are left (API-6, FLT-5, FLT-6). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({
  "ANONYMOUS_SCOPES=inference,models:read,models:manage,usage:read",
  "HEARTBEAT_AFTER=1s",
  "IDLE_TIMEOUT=1s",
  "ANSWER_TIMEOUT=1s",
  "MANAGEMENT_IDLE_TIMEOUT=4s",
  "MANAGEMENT_TIMEOUT=6s"
})
final class ManagementStreamsIT {

  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Gateway gateway;
  private final GatewayProcess process;
  private final FakeOllama ollama;

  ManagementStreamsIT(Gateway gateway, GatewayProcess process, FakeOllama ollama) {
    this.gateway = gateway;
    this.process = process;
    this.ollama = ollama;
  }

  @Test
  void progressComesAsItIsMade() throws IOException {
    String model =
        ollama.script("tiny-count:pulled", new Script().tokens(5).perToken(Duration.ofMillis(300)));
    try (RawClient client = pull(model)) {
      assertThat(client.chunk()).isEqualTo("{\"status\":\"pulling manifest\"}\n");
      List<String> chunks = client.chunks();
      assertThat(chunks).hasSizeGreaterThanOrEqualTo(5);
      assertThat(String.join("", chunks)).endsWith("{\"status\":\"success\"}\n");
    }
    assertThat(ollama.has(model)).isTrue();
  }

  @Test
  void whoLeavesCancels() throws IOException {
    String model = ollama.script("tiny-count:left-pull", new Script().endless().perToken(STEP));
    try (RawClient client = pull(model)) {
      client.until("pulling manifest");
    }
    assertThat(ollama.awaitCancelled(model, 1, Duration.ofSeconds(1).plus(STEP.multipliedBy(3))))
        .isTrue();
    process.awaitLine(
        line -> line.contains("pull") && line.contains(model) && line.contains("cancelled"), SOON);
  }

  @Test
  void whoLeavesDuringASilenceCancelsAtAHeartbeat() throws IOException {
    String model = ollama.script("tiny-count:silent-pull", new Script().breaks(Break.SILENCE, 1));
    try (RawClient client = pull(model)) {
      client.until("pulling manifest");
      assertThat(client.chunk()).isEqualTo(" ");
    }
    assertThat(ollama.awaitCancelled(model, 1, SOON)).isTrue();
  }

  @Test
  void silenceIsBoundByItsOwnSetting() {
    String model = ollama.script("tiny-count:stalled", new Script().breaks(Break.SILENCE, 1));
    Gateway.Reply reply = gateway.post("/api/pull", body(model, true));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(Dialect.OLLAMA.lastError(reply.body()))
        .isEqualTo("the backend sent nothing for 4 s");
    assertThat(ollama.awaitCancelled(model, 1, SOON)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Break.class,
      names = {"RESET", "HALF_LINE", "ERROR_LINE", "NO_DONE", "GARBAGE"})
  void whatBreaksUnderWayEndsWithAnErrorLine(Break how) {
    String model =
        ollama.script("tiny-count:broken-pull-" + how.ordinal(), new Script().breaks(how, 2));
    Gateway.Reply reply = gateway.post("/api/pull", body(model, true));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.lines()).hasSize(3);
    assertThat(Dialect.OLLAMA.lastError(reply.body())).isNotBlank();
    assertThat(reply.body()).doesNotContain("success");
  }

  @Test
  void anUnstreamedPullMayTakeLongerThanAnAnswer() {
    String model =
        ollama.script(
            "tiny-count:slow-pull", new Script().tokens(1).perToken(Duration.ofSeconds(3)));
    Gateway.Reply reply = gateway.post("/api/pull", body(model, false));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"status\":\"success\"}");
  }

  @Test
  void anUnstreamedPullHasAnEnd() {
    String model =
        ollama.script("tiny-count:long-pull", new Script().tokens(1).perToken(Duration.ofHours(1)));
    Gateway.Reply reply = gateway.post("/api/pull", body(model, false));
    assertThat(reply.status()).isEqualTo(504);
    assertThat(ollama.awaitCancelled(model, 1, SOON)).isTrue();
  }

  @Test
  void aRefusalKeepsItsStatusAndWords() {
    String model = ollama.script("tiny-count:busy-pull", new Script().busy());
    Gateway.Reply reply = gateway.post("/api/pull", body(model, true));
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("retry-after")).isNotBlank();
    assertThat(Dialect.OLLAMA.message(reply.json())).startsWith("server busy");
  }

  @Test
  void managingIsNoInference() {
    String model = ollama.script("tiny-count:counted", new Script().tokens(1));
    assertThat(gateway.post("/api/pull", body(model, true)).status()).isEqualTo(200);
    process.awaitLine(line -> line.contains(" pull stream " + model + " at ollama 200"), SOON);
    assertThat(gateway.get("/metrics").body()).doesNotContain("\"pull\"");
  }

  @Test
  void theDrainWaitsForIt() throws IOException {
    String model = ollama.script("tiny-count:drained", new Script().tokens(20).perToken(STEP));
    GatewayProcess stopping =
        GatewayProcess.start(
            Map.of(
                "OLLAMA_BASE_URL",
                ollama.url().toString(),
                "ANONYMOUS_SCOPES",
                "inference,models:read,models:manage,usage:read",
                "DRAIN_TIMEOUT",
                "10s"));
    try (stopping;
        RawClient client = RawClient.post(stopping.url(), "/api/pull", body(model, true))) {
      client.until("pulling manifest");
      stopping.terminate();
      assertThat(String.join("", client.chunks())).endsWith("{\"status\":\"success\"}\n");
      assertThat(stopping.exitCode(Duration.ofSeconds(20))).isZero();
    }
  }

  private RawClient pull(String model) throws IOException {
    return RawClient.post(gateway.url(), "/api/pull", body(model, true));
  }

  private static String body(String model, boolean stream) {
    return "{\"model\":\"%s\",\"stream\":%s}".formatted(model, stream);
  }
}
