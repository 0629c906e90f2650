package dev.localllm.protocol.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.chat.Usage;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.Recording;
import dev.localllm.protocol.Replay;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeStreamTest {

  @ParameterizedTest
  @CsvSource({
    "chat-stream, CHAT, 5, 0, 17",
    "chat-think-stream, CHAT, 5, 4, 22",
    "chat-tools-stream, CHAT, 132, 0, 9",
    "chat-logprobs-stream, CHAT, 5, 4, 2",
    "generate-stream, GENERATE, 5, 0, 17"
  })
  void forwardsEveryByteWhereverItIsCutAndCounts(
      String name, Operation operation, int prompt, int cached, int completion) {
    Recording recording = Recording.of(name);
    for (int at = 0; at <= recording.body().length; at++) {
      Answer answer = answer(operation, recording);
      assertThat(Replay.cut(recording.body(), at, answer)).isEqualTo(recording.text());
      assertThat(answer.usage())
          .usingRecursiveComparison()
          .ignoringFields("loadNanos")
          .isEqualTo(new Usage(prompt, cached, completion));
    }
    Answer answer = answer(operation, recording);
    assertThat(Replay.inPieces(recording.body(), 1, answer)).isEqualTo(recording.text());
    assertThat(answer.reportedModel()).contains("tiny-llama");
    assertThat(answer.contentType()).isEqualTo(recording.contentType());
  }

  @ParameterizedTest
  @CsvSource({"chat-error-mid-stream, CHAT", "generate-error-mid-stream, GENERATE"})
  void forwardsUpToTheErrorAndThenFailsInOllamasWords(String name, Operation operation) {
    Recording recording = Recording.of(name);
    Answer answer = answer(operation, recording);
    ByteBuilder out = new ByteBuilder(100);
    for (byte[] line : recording.lines()) {
      try {
        answer.line(line, 0, line.length, out);
      } catch (GatewayException e) {
        assertThat(e.error()).isInstanceOf(GatewayError.BackendFailed.class);
        answer.failure(e.error(), out);
      }
    }
    assertThat(out).hasToString(recording.text());
    assertThat(answer.complete()).isFalse();
  }

  @Test
  void endWithoutTheEndMarkIsIncomplete() {
    Recording recording = Recording.of("chat-stream");
    int lastLine = recording.text().lastIndexOf("{\"model\"");
    assertThat(
            Replay.cut(
                Arrays.copyOf(recording.body(), lastLine), 9, answer(Operation.CHAT, recording)))
        .endsWith("(incomplete)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ \"done\" : true }",
        "{\"done\":true,\"x\":{\"done\":false}}",
        "{\"model\":\"m\",\"done\":true,\"message\":{\"content\":\"\\\"done\\\":false}\"}}"
      })
  void theEndMarkCountsInAnyOrderAndSpacing(String line) {
    Answer answer = new NativeStream();
    byte[] first = "{\"model\":\"m\",\"done\":false}".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    answer.line(first, 0, first.length, new ByteBuilder(10));
    assertThat(answer.complete()).isFalse();
    answer.line(bytes, 0, bytes.length, new ByteBuilder(10));
    assertThat(answer.complete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"oops", "[1]", "{\"model\":", " {\"error\":{\"a\":1}}"})
  void whatIsNoLineOfOllamasFailsAndAppendsNothing(String line) {
    ByteBuilder out = new ByteBuilder(10);
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> new NativeStream().line(bytes, 0, bytes.length, out))
        .isInstanceOf(GatewayException.class);
    assertThat(out.size()).isZero();
  }

  @Test
  void theModelIsKnownFromTheFirstLine() {
    Answer answer = new NativeStream();
    byte[] line = Recording.of("chat-stream").lines().getFirst();
    answer.line(line, 0, line.length, new ByteBuilder(10));
    assertThat(answer.reportedModel()).contains("tiny-llama");
  }

  @Test
  void heartbeatIsWhiteSpace() {
    ByteBuilder out = new ByteBuilder(1);
    new NativeStream().heartbeat(out);
    assertThat(out).hasToString(" ");
  }

  private static Answer answer(Operation operation, Recording recording) {
    return OllamaCodec.exchange(operation, recording.request()).answer();
  }
}
