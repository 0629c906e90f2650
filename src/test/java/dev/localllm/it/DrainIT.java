package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.FakeOllama;
import dev.localllm.fake.RawClient;
import dev.localllm.fake.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** SIGTERM: no new traffic, streams under way finish within bounds, exit 0 (FLT-6). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
final class DrainIT {

  private final FakeOllama ollama;

  DrainIT(FakeOllama ollama) {
    this.ollama = ollama;
  }

  @Test
  void aStreamUnderWayFinishesAndAnEndlessOneIsEndedInTime() throws IOException {
    String brief =
        ollama.script("tiny-count:brief", new Script().tokens(20).perToken(Duration.ofMillis(100)));
    String endless =
        ollama.script("tiny-count:no-end", new Script().endless().perToken(Duration.ofMillis(100)));
    GatewayProcess gateway =
        GatewayProcess.start(
            Map.of("OLLAMA_BASE_URL", ollama.url().toString(), "DRAIN_TIMEOUT", "4s"));
    try (gateway;
        RawClient first = stream(gateway, Dialect.OPENAI, brief);
        RawClient second = stream(gateway, Dialect.OPENAI, endless);
        RawClient third = stream(gateway, Dialect.OLLAMA, endless)) {
      first.until("one ");
      second.until("one ");
      third.until("one ");
      gateway.terminate();
      awaitNotReady(gateway);
      assertThat(gateway.running()).isTrue();
      String rest = String.join("", first.chunks());
      assertThat(rest).contains("ten ", "[DONE]");
      assertThat(Dialect.OPENAI.lastError(String.join("", second.chunks()))).isNotBlank();
      assertThat(Dialect.OLLAMA.lastError(String.join("", third.chunks()))).isNotBlank();
      assertThat(gateway.exitCode(Duration.ofSeconds(20))).isZero();
    }
    assertThat(ollama.awaitCancelled(endless, 2, Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void anUploadUnderWayIsAwaitedAndAStalledOneIsNot() throws IOException {
    GatewayProcess gateway =
        GatewayProcess.start(
            Map.of("OLLAMA_BASE_URL", ollama.url().toString(), "DRAIN_TIMEOUT", "20s"));
    String body = Dialect.OLLAMA.chat("tiny-llama", false);
    long begun;
    try (gateway;
        RawClient slow = upload(gateway, body.length());
        RawClient stalled = upload(gateway, body.length())) {
      slow.send(body.substring(0, 5));
      stalled.send(body.substring(0, 5));
      new Gateway(gateway.url())
          .awaitMetric("llm_gateway_requests_arriving 2.0", Duration.ofSeconds(9));
      begun = System.nanoTime();
      gateway.terminate();
      awaitNotReady(gateway);
      slow.send(body.substring(5));
      assertThat(slow.status()).isEqualTo(200);
      assertThat(stalled.status()).isEqualTo(503);
      assertThat(gateway.exitCode(Duration.ofSeconds(20))).isZero();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(12));
  }

  private static RawClient upload(GatewayProcess gateway, int length) throws IOException {
    RawClient client = RawClient.connect(gateway.url());
    client.send(
        "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
            .formatted(length));
    return client;
  }

  @Test
  void fromTheSignalOnEachAnswerSaysThatTheConnectionEnds() throws IOException {
    String slow =
        ollama.script("tiny-count:slow", new Script().tokens(20).perToken(Duration.ofMillis(150)));
    GatewayProcess gateway =
        GatewayProcess.start(
            Map.of("OLLAMA_BASE_URL", ollama.url().toString(), "DRAIN_TIMEOUT", "20s"));
    try (gateway;
        RawClient idle = RawClient.connect(gateway.url());
        RawClient open = stream(gateway, Dialect.OPENAI, slow);
        RawClient whole =
            RawClient.post(
                gateway.url(), "/v1/chat/completions", Dialect.OPENAI.chat(slow, false));
        RawClient unknown = RawClient.connect(gateway.url())) {
      String request = "GET /api/version HTTP/1.1\r\nHost: localhost\r\n\r\n";
      idle.send(request);
      assertThat(idle.header("connection")).isEmpty();
      idle.body();
      open.until("one ");
      gateway.terminate();
      awaitNotReady(gateway);
      unknown.send("GET /v1/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(unknown.header("connection")).isEqualToIgnoringCase("close");
      idle.next();
      idle.send(request);
      assertThat(idle.status()).isEqualTo(200);
      assertThat(idle.header("connection")).isEqualToIgnoringCase("close");
      // came before the signal, is answered after it
      assertThat(whole.status()).isEqualTo(200);
      assertThat(whole.header("connection")).isEqualToIgnoringCase("close");
      assertThat(String.join("", open.chunks())).contains("[DONE]");
      assertThat(gateway.exitCode(Duration.ofSeconds(20))).isZero();
    }
  }

  private static RawClient stream(GatewayProcess gateway, Dialect dialect, String model)
      throws IOException {
    return RawClient.post(gateway.url(), dialect.path(), dialect.chat(model, true));
  }

  private static void awaitNotReady(GatewayProcess gateway) {
    long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    while (System.nanoTime() < deadline) {
      try {
        if (new Gateway(gateway.url()).get("/health/ready").status() == 503) {
          return;
        }
      } catch (UncheckedIOException refused) {
        return;
      }
    }
    throw new AssertionError("ready a second after the signal");
  }
}
