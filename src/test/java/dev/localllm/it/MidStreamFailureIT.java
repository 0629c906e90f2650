package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.Break;
import dev.localllm.fake.FakeOllama;
import dev.localllm.fake.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream that fails mid-way ends with the dialect's error event, never as if whole (API-6). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
final class MidStreamFailureIT {

  private final Gateway gateway;
  private final FakeOllama ollama;

  MidStreamFailureIT(Gateway gateway, FakeOllama ollama) {
    this.gateway = gateway;
    this.ollama = ollama;
  }

  static List<Arguments> faults() {
    List<Arguments> faults = new ArrayList<>();
    for (Dialect dialect : Dialect.values()) {
      for (Break fault : Break.values()) {
        if (fault != Break.NONE && fault != Break.SILENCE) {
          faults.add(Arguments.of(dialect, fault));
        }
      }
    }
    return faults;
  }

  @ParameterizedTest
  @MethodSource("faults")
  void afterTwoTokens(Dialect dialect, Break fault) {
    String model =
        ollama.script(
            "tiny-count:" + fault, new Script().breaks(fault, 2).perToken(Duration.ofMillis(20)));
    int before = ollama.requests(model).size();
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, true));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).contains("one ", "two ");
    assertThat(dialect.lastError(reply.body())).as(reply.body()).isNotBlank();
    assertThat(dialect.complete(reply.body())).isFalse();
    assertThat(ollama.requests(model)).as("no retry after the first byte").hasSize(before + 1);
    assertThat(ollama.awaitIdle(Duration.ofSeconds(5))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void inAnAnswerInOnePieceIsAnErrorStatus(Dialect dialect, Break fault) {
    String model =
        ollama.script("tiny-count:whole-" + fault, new Script().breaks(fault, 0).tokens(3));
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, false));
    assertThat(reply.status()).as(reply.body()).isBetween(500, 504);
    assertThat(dialect.message(reply.json())).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void ollamasOwnWordsAreKept(Dialect dialect) {
    String model = ollama.script("tiny-count:words", new Script().breaks(Break.ERROR_LINE, 1));
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, true));
    assertThat(dialect.lastError(reply.body()))
        .contains("an error was encountered while running the model");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void anErrorInPlaceOfTheFirstTokenKeepsItsStatus(Dialect dialect) {
    String model =
        ollama.script("tiny-count:refused", new Script().refuse(500, "{\"error\":\"no memory\"}"));
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, true));
    assertThat(reply.status()).isEqualTo(500);
    assertThat(dialect.message(reply.json())).isEqualTo("no memory");
  }

  @Test
  void jsonInsideAnErrorStringIsUnpackedForOpenAi() {
    String model =
        ollama.script(
            "tiny-count:nested",
            new Script()
                .refuse(
                    400,
                    "{\"error\":\"{\\\"error\\\":{\\\"code\\\":400,\\\"message\\\":\\\"too long\\\"}}\"}"));
    Gateway.Reply reply = gateway.post(Dialect.OPENAI.path(), Dialect.OPENAI.chat(model, true));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(Dialect.OPENAI.message(reply.json())).isEqualTo("too long");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aFullQueueIsABusyServer(Dialect dialect) {
    String model = ollama.script("tiny-count:busy", new Script().busy());
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, true));
    assertThat(reply.status()).isEqualTo(503);
    assertThat(dialect.message(reply.json())).contains("server busy");
    assertThat(reply.header("retry-after")).matches("[1-9][0-9]*");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void anAnswerThatIsNotJsonIsABadGateway(Dialect dialect) {
    String model = ollama.script("tiny-count:html", new Script().refuse(200, "<html>hello</html>"));
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, false));
    assertThat(reply.status()).isEqualTo(502);
    assertThat(dialect.message(reply.json())).isNotBlank().doesNotContain("html");
  }

  @Test
  void callsInTheLastLineReachAnOpenAiClient() {
    String model =
        ollama.script(
            "tiny-llama:calls-last",
            new Script()
                .lines(
                    """
                    {"model":"m","created_at":"2026-11-21T09:44:40Z","message":{"role":"assistant",\
                    "content":"","tool_calls":[{"function":{"index":0,"name":"a","arguments":{}}},\
                    {"function":{"index":0,"name":"b","arguments":{}}}]},"done":true,\
                    "done_reason":"stop","eval_count":3}
                    """));
    Gateway.Reply reply = gateway.post(Dialect.OPENAI.path(), Dialect.OPENAI.chat(model, true));
    assertThat(reply.body())
        .contains("\"index\":0", "\"index\":1", "\"finish_reason\":\"tool_calls\"", "[DONE]");
  }
}
