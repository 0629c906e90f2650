package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.FakeOllama;
import dev.localllm.fake.Script;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lost connections are tried again before the response head, and only then (FLT-3). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({"HEARTBEAT_AFTER=1s"})
final class RetryIT {

  private static final int RETRIES_BY_DEFAULT = 2;

  private final Gateway gateway;
  private final FakeOllama ollama;

  RetryIT(Gateway gateway, FakeOllama ollama) {
    this.gateway = gateway;
    this.ollama = ollama;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aResetBeforeTheHeadIsTriedAgain(Dialect dialect) {
    String model =
        ollama.script(
            "tiny-count:reset-twice-" + dialect.label(), new Script().resetBeforeHead().times(2));
    Gateway.Reply reply =
        gateway.post(
            dialect.path(),
            dialect
                .chat(model, true)
                .replace("\"Hi\"}]", "\"Hi\"}],\"options\":{\"num_predict\":1}"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(dialect.complete(reply.body())).isTrue();
    assertThat(ollama.requests(model)).hasSize(1 + RETRIES_BY_DEFAULT);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void butNotForEver(Dialect dialect) {
    String model =
        ollama.script("tiny-count:reset-always-" + dialect.label(), new Script().resetBeforeHead());
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, true));
    assertThat(reply.status()).isEqualTo(502);
    assertThat(dialect.message(reply.json())).contains("cannot be reached");
    assertThat(ollama.requests(model)).hasSize(1 + RETRIES_BY_DEFAULT);
  }

  @Test
  void anErrorStatusIsNotTriedAgain() {
    String model = ollama.script("tiny-count:status", new Script().busy());
    gateway.post("/api/chat", Dialect.OLLAMA.chat(model, true));
    assertThat(ollama.requests(model)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aRefusedConnectionIsABadGateway(Dialect dialect) {
    String model = ollama.script("tiny-count:gone-" + dialect.label(), new Script());
    ollama.refuseConnections();
    ollama.closeConnections();
    try {
      Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, true));
      assertThat(reply.status()).isEqualTo(502);
      assertThat(dialect.message(reply.json()))
          .contains("cannot be reached")
          .doesNotContain(String.valueOf(ollama.url().getPort()));
    } finally {
      ollama.acceptConnections();
    }
    assertThat(ollama.requests(model)).isEmpty();
  }

  @Test
  void aKeptConnectionThatTheBackendClosedCostsNoRequest() {
    String model = ollama.script("tiny-count:closed", new Script().tokens(1));
    for (int i = 0; i < 5; i++) {
      Gateway.Reply reply = gateway.post("/api/chat", Dialect.OLLAMA.chat(model, false));
      assertThat(reply.status()).isEqualTo(200);
      ollama.closeConnections();
    }
    assertThat(ollama.awaitIdle(Duration.ofSeconds(5))).isTrue();
  }
}
