package dev.localllm.protocol.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.Recording;
import dev.localllm.protocol.Replay;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeBodyTest {

  @ParameterizedTest
  @CsvSource({
    "chat-nonstream, CHAT, 22",
    "chat-load, CHAT, 0",
    "chat-unload, CHAT, 0",
    "chat-tools-nonstream, CHAT, 141",
    "chat-logprobs, CHAT, 7",
    "generate-nonstream, GENERATE, 22",
    "generate-load, GENERATE, 0",
    "generate-unload, GENERATE, 0",
    "generate-raw, GENERATE, 6",
    "embed-single, EMBED, 8",
    "embed-batch, EMBED, 10",
    "embed-empty-list, EMBED, 0",
    "embed-empty-string, EMBED, 0",
    "embeddings-legacy, EMBEDDINGS, 0"
  })
  void forwardsTheBodyUnchanged(String name, Operation operation, int tokens) {
    Recording recording = Recording.of(name);
    Exchange exchange = OllamaCodec.exchange(operation, recording.request());
    assertThat(exchange.streaming()).isFalse();
    Answer answer = exchange.answer();
    assertThat(Replay.whole(recording.body(), answer)).isEqualTo(recording.text());
    assertThat(answer.contentType()).isEqualTo(recording.contentType());
    assertThat(answer.usage().totalTokens()).isEqualTo(tokens);
  }

  @ParameterizedTest
  @CsvSource({"CHAT, {\"message\":{}}", "EMBED, {\"embeddings\":7}"})
  void anAnswerWithoutItsSubstanceIsIncomplete(Operation operation, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    assertThat(Replay.whole(bytes, new NativeBody(operation))).endsWith("(incomplete)");
  }

  @ParameterizedTest
  @CsvSource({"{\"error\":\"no\"}", "{\"done\":true", "{\"done\":true} {}"})
  void whatIsNoAnswerFails(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(
            () -> new NativeBody(Operation.CHAT).line(bytes, 0, bytes.length, new ByteBuilder(9)))
        .isInstanceOf(GatewayException.class);
  }
}
