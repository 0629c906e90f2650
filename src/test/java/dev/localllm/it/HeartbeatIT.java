package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.Break;
import dev.localllm.fake.FakeOllama;
import dev.localllm.fake.RawClient;
import dev.localllm.fake.Script;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A silent stream shows signs of life that clients do not see as content (FLT-5). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({"HEARTBEAT_AFTER=1s"})
final class HeartbeatIT {

  private final Gateway gateway;
  private final FakeOllama ollama;

  HeartbeatIT(Gateway gateway, FakeOllama ollama) {
    this.gateway = gateway;
    this.ollama = ollama;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whileTheModelLoads(Dialect dialect) throws IOException {
    String model =
        ollama.script(
            "tiny-count:cold-" + dialect.label(),
            new Script().load(Duration.ofMillis(2500)).tokens(2));
    try (RawClient client =
        RawClient.post(gateway.url(), dialect.path(), dialect.chat(model, true))) {
      assertThat(client.status()).isEqualTo(200);
      assertThat(client.chunk()).isEqualTo(heartbeat(dialect));
      String rest = String.join("", client.chunks());
      assertThat(rest).contains("one ", "two ");
      assertThat(dialect.complete(rest)).isTrue();
      dialect.events(rest).stream().filter(e -> e.startsWith("{")).forEach(Gateway.JSON::readTree);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void inASilenceBetweenTokens(Dialect dialect) throws IOException {
    String model =
        ollama.script("tiny-count:pause-" + dialect.label(), new Script().breaks(Break.SILENCE, 1));
    try (RawClient client =
        RawClient.post(gateway.url(), dialect.path(), dialect.chat(model, true))) {
      client.until("one ");
      assertThat(client.chunk()).isEqualTo(heartbeat(dialect));
      assertThat(client.chunk()).isEqualTo(heartbeat(dialect));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void anErrorBeforeTheFirstHeartbeatKeepsItsStatus(Dialect dialect) {
    String model =
        ollama.script(
            "tiny-count:early-" + dialect.label(),
            new Script().beforeHead(Duration.ofMillis(300)).refuse(500, "{\"error\":\"no\"}"));
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, true));
    assertThat(reply.status()).isEqualTo(500);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void anErrorAfterAHeartbeatIsAnEvent(Dialect dialect) {
    String model =
        ollama.script(
            "tiny-count:late-" + dialect.label(),
            new Script().beforeHead(Duration.ofMillis(1800)).refuse(500, "{\"error\":\"no\"}"));
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, true));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(dialect.lastError(reply.body())).isEqualTo("no");
    assertThat(dialect.complete(reply.body())).isFalse();
  }

  @Test
  void anAnswerInOnePieceHasNone() {
    String model =
        ollama.script(
            "tiny-count:whole-slow", new Script().beforeHead(Duration.ofMillis(1800)).tokens(1));
    Gateway.Reply reply = gateway.post("/api/chat", Dialect.OLLAMA.chat(model, false));
    assertThat(reply.body()).startsWith("{");
  }

  private static String heartbeat(Dialect dialect) {
    return switch (dialect) {
      case OLLAMA -> " ";
      case OPENAI -> ": keep-alive\n\n";
    };
  }
}
