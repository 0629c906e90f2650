package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.FakeOllama;
import dev.localllm.fake.RawClient;
import dev.localllm.fake.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything is bounded (FLT-4). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({
  "MAX_STREAMS=2",
  "MAX_BODY_SIZE=1MB",
  "BODY_TIMEOUT=1s",
  "RETRY_AFTER=7s",
  "MAX_LINE_SIZE=100KB",
  "MAX_ANSWER_SIZE=100KB"
})
final class LimitsIT {

  private final Gateway gateway;
  private final FakeOllama ollama;

  LimitsIT(Gateway gateway, FakeOllama ollama) {
    this.gateway = gateway;
    this.ollama = ollama;
  }

  @AfterEach
  void theServerIsWell() {
    assertThat(ollama.awaitIdle(Duration.ofSeconds(10))).isTrue();
    assertThat(gateway.awaitMetric("llm_gateway_requests_in_flight 0.0", Duration.ofSeconds(10)))
        .isTrue();
    assertThat(gateway.get("/health/live").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void oneStreamTooManyIsToldToWait(Dialect dialect) throws IOException {
    String model =
        ollama.script(
            "tiny-count:full-" + dialect.label(),
            new Script().endless().perToken(Duration.ofMillis(20)));
    try (RawClient one = stream(model);
        RawClient two = stream(model)) {
      one.until("one ");
      two.until("one ");
      Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, true));
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.header("retry-after")).isEqualTo("7");
      assertThat(dialect.message(reply.json())).contains("2");
    }
    assertThat(ollama.awaitCancelled(model, 2, Duration.ofSeconds(5))).isTrue();
    String free = ollama.script("tiny-count:free-" + dialect.label(), new Script().tokens(1));
    assertThat(gateway.post(dialect.path(), dialect.chat(free, false)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aBodyTooLarge(Dialect dialect) {
    String body = dialect.chat("tiny-llama", false).replace("Hi", "x".repeat(1 << 20));
    Gateway.Reply reply = gateway.post(dialect.path(), body);
    assertThat(reply.status()).isEqualTo(413);
    assertThat(dialect.message(reply.json())).contains(String.valueOf(1 << 20));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aBodyTooLargeThatDidNotSaySo(Dialect dialect) throws IOException {
    try (RawClient client = RawClient.connect(gateway.url())) {
      client.send(
          "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
              .formatted(dialect.path()));
      String piece = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
      for (int i = 0; i < 17; i++) {
        client.send(piece);
      }
      assertThat(client.status()).isEqualTo(413);
      assertThat(dialect.message(Gateway.JSON.readTree(client.body()))).isNotBlank();
    }
  }

  @Test
  void aHundredMegabytesAreRefusedWithoutBeingRead() throws IOException {
    try (RawClient client = RawClient.connect(gateway.url())) {
      client.send(
          "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 104857600\r\n\r\n{\"model\":");
      assertThat(client.status()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void anUploadThatDripsIsGivenUp(Dialect dialect) throws IOException {
    try (RawClient client = RawClient.connect(gateway.url())) {
      client.send(
          "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"m"
              .formatted(dialect.path()));
      long begun = System.nanoTime();
      assertThat(client.status()).isEqualTo(408);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
      assertThat(dialect.message(Gateway.JSON.readTree(client.body()))).isNotBlank();
    }
  }

  @Test
  void dripsHoldNoThreads() throws IOException {
    List<RawClient> drips = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        RawClient client = RawClient.connect(gateway.url());
        drips.add(client);
        client.send("POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{");
      }
      assertThat(gateway.get("/api/version").status()).isEqualTo(200);
      assertThat(gateway.get("/health/live").status()).isEqualTo(200);
    } finally {
      for (RawClient drip : drips) {
        drip.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aLineTooLongFromTheBackendIsAnError(Dialect dialect) {
    String model =
        ollama.script(
            "tiny-count:long-" + dialect.label(), new Script().lines("x".repeat(1 << 20)));
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, true));
    assertThat(reply.status()).isEqualTo(502);
    assertThat(dialect.message(reply.json())).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void anAnswerTooLongFromTheBackendIsAnError(Dialect dialect) {
    String model = ollama.script("tiny-count:big-" + dialect.label(), new Script().tokens(100_000));
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, false));
    assertThat(reply.status()).isEqualTo(502);
    assertThat(dialect.message(reply.json())).isNotBlank();
  }

  @Test
  void headersTooLongOrTooManyAreRefused() throws IOException {
    try (RawClient client = RawClient.connect(gateway.url())) {
      client.send(
          "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n");
      assertThat(client.status()).isBetween(400, 431);
    }
  }

  private RawClient stream(String model) throws IOException {
    return RawClient.post(gateway.url(), "/api/chat", Dialect.OLLAMA.chat(model, true));
  }
}
