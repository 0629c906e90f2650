package dev.localllm.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.Json;
import dev.localllm.protocol.Recording;
import dev.localllm.protocol.Replay;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ChatCompletionTest {

  @Test
  void everyByteOfAPlainAnswer() {
    assertThat(Replay.whole(Recording.of("chat-nonstream").body(), answer()))
        .isEqualTo(
            "{\"id\":\"chatcmpl-x1\",\"object\":\"chat.completion\",\"created\":1795254284,"
                + "\"model\":\"tiny-llama\",\"system_fingerprint\":null,\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\","
                + "\"content\":\"Hello there, I am a tiny language model made for tests.\","
                + "\"refusal\":null,\"annotations\":[]},\"logprobs\":null,"
                + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,"
                + "\"completion_tokens\":17,\"total_tokens\":22,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":4}}}");
  }

  @Test
  void toolCallsLeaveNoContentAndHaveArgumentsAsText() {
    JsonNode answer = answer("chat-tools-nonstream");
    assertThat(answer.at("/choices/0/message/content").isNull()).isTrue();
    assertThat(answer.at("/choices/0/finish_reason").stringValue()).isEqualTo("tool_calls");
    JsonNode call = answer.at("/choices/0/message/tool_calls/0");
    assertThat(call.propertyNames()).containsExactly("id", "type", "function");
    assertThat(call.at("/function/arguments").stringValue()).isEqualTo("{\"city\":\"Oslo\"}");
  }

  @Test
  void thoughtsAreBesideTheContent() {
    JsonNode recorded = Json.MAPPER.readTree(Recording.of("chat-think-default").body());
    JsonNode message = answer("chat-think-default").at("/choices/0/message");
    assertThat(message.get("reasoning")).isEqualTo(recorded.at("/message/thinking")).isNotNull();
    assertThat(message.get("content")).isEqualTo(recorded.at("/message/content"));
  }

  @Test
  void theLimitOfTokensIsNamed() {
    assertThat(answer("chat-num-predict").at("/choices/0/finish_reason").stringValue())
        .isEqualTo("length");
  }

  @Test
  void logprobsAreThoseThatOllamasOwnShimTells() {
    JsonNode ours = answer("chat-logprobs").at("/choices/0/logprobs/content");
    JsonNode shims =
        Json.MAPPER
            .readTree(Recording.of("v1-chat-logprobs").body())
            .at("/choices/0/logprobs/content");
    assertThat(ours.size()).isEqualTo(shims.size());
    for (int i = 0; i < ours.size(); i++) {
      assertThat(ours.get(i).get("token")).isEqualTo(shims.get(i).get("token"));
      assertThat(ours.get(i).get("bytes")).isEqualTo(shims.get(i).get("bytes"));
      assertThat(ours.get(i).get("top_logprobs").size()).isEqualTo(2);
    }
  }

  @Test
  void anErrorInTheBodyIsNoAnswer() {
    byte[] body = "{\"error\":\"broken\"}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> answer().line(body, 0, body.length, new ByteBuilder(1)))
        .isInstanceOf(GatewayException.class)
        .hasMessage("broken");
  }

  private static JsonNode answer(String name) {
    return Json.MAPPER.readTree(Replay.whole(Recording.of(name).body(), answer()));
  }

  private static Answer answer() {
    return Codecs.chat("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}").answer();
  }
}
