package dev.localllm.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.chat.Usage;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.Recording;
import dev.localllm.protocol.Replay;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ChatCompletionStreamTest {

  @Test
  void everyByteOfAPlainStreamIsAsOpenAiSendsIt() {
    byte[] body =
        """
        {"model":"tiny","created_at":"x","message":{"role":"assistant","content":"Hi"},"done":false}
        {"model":"tiny","created_at":"x","message":{"role":"assistant","content":" \\"you\\"\\n😀"},"done":false}
        {"model":"tiny","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":5,"eval_count":2}
        """
            .getBytes(StandardCharsets.UTF_8);
    String start =
        "data: {\"id\":\"chatcmpl-x1\",\"object\":\"chat.completion.chunk\",\"created\":1795254284,"
            + "\"model\":\"tiny\",\"system_fingerprint\":null,\"choices\":[{\"index\":0,\"delta\":";
    String end = ",\"logprobs\":null,\"finish_reason\":null}]}\n\n";
    assertThat(Replay.inPieces(body, 7, stream("")))
        .isEqualTo(
            start
                + "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}"
                + end
                + start
                + "{\"content\":\"Hi\"}"
                + end
                + start
                + "{\"content\":\" \\\"you\\\"\\n😀\"}"
                + end
                + start
                + "{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}\n\n"
                + "data: [DONE]\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"chat-stream", "chat-think-stream", "chat-tools-stream", "chat-logprobs-stream"})
  void isTheSameWhereverTheBackendsBytesAreCut(String name) {
    byte[] body = Recording.of(name).body();
    String whole = Replay.inPieces(body, Integer.MAX_VALUE, stream(""));
    assertThat(whole).endsWith("data: [DONE]\n\n");
    for (int at = 0; at <= body.length; at++) {
      assertThat(Replay.cut(body, at, stream(""))).isEqualTo(whole);
    }
    assertThat(Replay.inPieces(body, 1, stream(""))).isEqualTo(whole);
  }

  @Test
  void usageComesInAChunkOfItsOwnWhenWanted() {
    Answer answer = stream(",\"stream_options\":{\"include_usage\":true}");
    List<JsonNode> chunks = Sse.chunks(replay("chat-stream", answer));
    assertThat(chunks.subList(0, chunks.size() - 1))
        .allSatisfy(chunk -> assertThat(chunk.get("usage").isNull()).isTrue());
    JsonNode last = chunks.getLast();
    assertThat(last.get("choices").isEmpty()).isTrue();
    assertThat(last.get("usage").toString())
        .isEqualTo(
            "{\"prompt_tokens\":5,\"completion_tokens\":17,\"total_tokens\":22,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":0}}");
    assertThat(answer.usage())
        .usingRecursiveComparison()
        .ignoringFields("loadNanos")
        .isEqualTo(new Usage(5, 0, 17));
    assertThat(answer.reportedModel()).contains("tiny-llama");
  }

  @Test
  void withoutUsageNoChunkHasTheKeyAndNoneEverHasError() {
    assertThat(Sse.chunks(replay("chat-stream", stream(""))))
        .noneMatch(chunk -> chunk.has("usage"))
        .noneMatch(chunk -> chunk.has("error"))
        .allMatch(chunk -> chunk.get("id").stringValue().equals("chatcmpl-x1"));
  }

  @Test
  void textIsTheSameAsOllamaSaid() {
    assertThat(Sse.joined(Sse.chunks(replay("chat-stream", stream(""))), "content"))
        .isEqualTo("Hello there, I am a tiny language model made for tests.");
  }

  @Test
  void thoughtsAreReasoning() {
    List<JsonNode> chunks = Sse.chunks(replay("chat-think-stream", stream("")));
    StringBuilder thoughts = new StringBuilder();
    for (byte[] line : Recording.of("chat-think-stream").lines()) {
      thoughts.append(Sse.json(line).path("message").path("thinking").asString(""));
    }
    assertThat(Sse.joined(chunks, "reasoning")).isEqualTo(thoughts.toString()).isNotEmpty();
  }

  @Test
  void toolCallsComeWholeAndNameTheFinish() {
    List<JsonNode> chunks = Sse.chunks(replay("chat-tools-stream", stream("")));
    assertThat(chunks).hasSize(3);
    assertThat(chunks.get(1).at("/choices/0/delta").toString())
        .isEqualTo(
            "{\"tool_calls\":[{\"index\":0,\"id\":\"call_7vqq3c1v\",\"type\":\"function\","
                + "\"function\":{\"name\":\"get_weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}}]}");
    assertThat(chunks.get(2).at("/choices/0/finish_reason").stringValue()).isEqualTo("tool_calls");
  }

  @Test
  void severalCallsInTheLastLineGetIdsAndIndexes() {
    byte[] body =
        """
        {"model":"m","message":{"content":"","tool_calls":[{"function":{"name":"a","arguments":{}}},{"id":"","function":{"name":"b","arguments":null}}]},"done":true}
        """
            .getBytes(StandardCharsets.UTF_8);
    List<JsonNode> chunks = Sse.chunks(Replay.cut(body, 10, stream("")));
    assertThat(chunks).hasSize(4);
    assertThat(chunks.get(2).at("/choices/0/delta/tool_calls/0").toString())
        .isEqualTo(
            "{\"index\":1,\"id\":\"call_x3\",\"type\":\"function\","
                + "\"function\":{\"name\":\"b\",\"arguments\":\"{}\"}}");
    assertThat(chunks.get(3).at("/choices/0/finish_reason").stringValue()).isEqualTo("tool_calls");
  }

  @Test
  void logprobsHaveAllKeys() {
    JsonNode chunk = Sse.chunks(replay("chat-logprobs-stream", stream(""))).get(1);
    assertThat(chunk.at("/choices/0/logprobs").toString())
        .isEqualTo(
            "{\"content\":[{\"token\":\"Hello\",\"logprob\":-1.2953649759292603,"
                + "\"bytes\":[72,101,108,108,111],\"top_logprobs\":[]}],\"refusal\":null}");
  }

  @Test
  void errorLineBreaksTheStreamAndTheFailureHasNoDone() {
    Answer answer = stream("");
    byte[] body = Recording.of("chat-error-mid-stream").body();
    assertThatThrownBy(() -> Replay.inPieces(body, 100, answer))
        .isInstanceOfSatisfying(
            GatewayException.class,
            e -> {
              ByteBuilder out = new ByteBuilder(10);
              answer.failure(e.error(), out);
              assertThat(out)
                  .hasToString(
                      "data: {\"error\":{\"message\":\"prediction aborted, token repeat limit"
                          + " reached\",\"type\":\"server_error\",\"param\":null,\"code\":\"backend_failed\"}}\n\n");
            });
    assertThat(answer.complete()).isFalse();
  }

  @Test
  void endWithoutEndMarkIsIncomplete() {
    byte[] body = Recording.of("chat-stream").body();
    int lastLine = new String(body, StandardCharsets.UTF_8).lastIndexOf("{\"model\"");
    assertThat(Replay.cut(java.util.Arrays.copyOf(body, lastLine), 5, stream("")))
        .endsWith("(incomplete)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "[]",
        "{\"message\":{\"content\":\"a\"",
        "{\"message\":{\"content\":1}}",
        "{} {}"
      })
  void whatIsNotOllamasProtocolFailsAndAppendsNothing(String line) {
    ByteBuilder out = new ByteBuilder(10);
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> stream("").line(bytes, 0, bytes.length, out))
        .isInstanceOfSatisfying(
            GatewayException.class,
            e -> assertThat(e.error()).isInstanceOf(GatewayError.BackendFailed.class));
    assertThat(out.size()).isZero();
  }

  private static String replay(String name, Answer answer) {
    return Replay.inPieces(Recording.of(name).body(), 1000, answer);
  }

  private static Answer stream(String more) {
    return Codecs.chat(
            "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream\":true" + more + "}")
        .answer();
  }
}
