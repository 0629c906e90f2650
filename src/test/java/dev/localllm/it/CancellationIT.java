package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.Break;
import dev.localllm.fake.Cancelled;
import dev.localllm.fake.FakeOllama;
import dev.localllm.fake.RawClient;
import dev.localllm.fake.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that leaves ends the backend's work (FLT-5). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({"HEARTBEAT_AFTER=1s"})
final class CancellationIT {

  private static final Duration TOKEN = Duration.ofMillis(100);
  private static final Duration SOON = Duration.ofSeconds(1).plus(TOKEN.multipliedBy(3));

  private final Gateway gateway;
  private final FakeOllama ollama;

  CancellationIT(Gateway gateway, FakeOllama ollama) {
    this.gateway = gateway;
    this.ollama = ollama;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void inTheMiddleOfAStream(Dialect dialect) throws IOException {
    String model =
        ollama.script("tiny-count:left-" + dialect.label(), new Script().endless().perToken(TOKEN));
    try (RawClient client = chat(dialect, model)) {
      assertThat(client.until("one ")).doesNotContain("two ");
    }
    assertThat(ollama.awaitCancelled(model, 1, SOON)).isTrue();
    assertThat(tokensOf(model)).allMatch(tokens -> tokens <= 5);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void byAReset(Dialect dialect) throws IOException {
    String model =
        ollama.script(
            "tiny-count:reset-" + dialect.label(), new Script().endless().perToken(TOKEN));
    try (RawClient client = chat(dialect, model)) {
      client.until("one ");
      client.abort();
    }
    assertThat(ollama.awaitCancelled(model, 1, SOON)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void beforeTheFirstByteOnceAHeartbeatIsDue(Dialect dialect) throws IOException {
    String model =
        ollama.script(
            "tiny-count:loading-" + dialect.label(), new Script().load(Duration.ofHours(1)));
    RawClient client = chat(dialect, model);
    assertThat(ollama.awaitRequests(model, 1, Duration.ofSeconds(5))).isTrue();
    client.close();
    assertThat(ollama.awaitCancelled(model, 1, Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void inTheMiddleOfASilence() throws IOException {
    String model = ollama.script("tiny-count:silence", new Script().breaks(Break.SILENCE, 1));
    try (RawClient client = chat(Dialect.OPENAI, model)) {
      client.until("one ");
    }
    assertThat(ollama.awaitCancelled(model, 1, Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void twoHundredAtOnce() throws IOException {
    String model = ollama.script("tiny-count:many", new Script().endless().perToken(TOKEN));
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      clients.add(chat(i % 2 == 0 ? Dialect.OLLAMA : Dialect.OPENAI, model));
    }
    for (RawClient client : clients) {
      client.until("one ");
    }
    for (RawClient client : clients) {
      client.close();
    }
    assertThat(ollama.awaitCancelled(model, 200, Duration.ofSeconds(10))).isTrue();
    assertThat(ollama.awaitIdle(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void aWholeAnswerIsNotACancelledOne() throws IOException {
    String model = ollama.script("tiny-count:whole", new Script().tokens(3));
    try (RawClient client = chat(Dialect.OPENAI, model)) {
      client.until("[DONE]");
    }
    assertThat(ollama.awaitIdle(Duration.ofSeconds(5))).isTrue();
    assertThat(tokensOf(model)).isEmpty();
  }

  private RawClient chat(Dialect dialect, String model) throws IOException {
    return RawClient.post(gateway.url(), dialect.path(), dialect.chat(model, true));
  }

  private List<Integer> tokensOf(String model) {
    return ollama.cancelled().stream()
        .filter(stream -> stream.model().equals(model))
        .map(Cancelled::tokens)
        .toList();
  }
}
