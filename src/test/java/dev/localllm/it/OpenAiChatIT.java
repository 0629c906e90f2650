package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.Recording;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/chat/completions} as OpenAI defines it (API-2, API-5). */
@Tag("shared")
@ExtendWith(GatewayExtension.class)
final class OpenAiChatIT {

  private static final String PATH = "/v1/chat/completions";
  private static final String GREETING = "Hello there, I am a tiny language model made for tests.";

  @Test
  void anAnswerInOnePiece(Gateway gateway) {
    Gateway.Reply reply = send(gateway, "v1-chat");
    JsonNode answer = reply.json();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).startsWith("application/json");
    assertThat(answer.at("/id").asString()).startsWith("chatcmpl-").hasSizeGreaterThan(20);
    assertThat(answer.at("/object").asString()).isEqualTo("chat.completion");
    assertThat(answer.at("/created").asLong())
        .isBetween(1_700_000_000L, System.currentTimeMillis() / 1000 + 60);
    assertThat(answer.at("/model").asString()).isEqualTo("tiny-llama");
    assertThat(answer.at("/choices/0/index").asInt()).isZero();
    assertThat(answer.at("/choices/0/message/role").asString()).isEqualTo("assistant");
    assertThat(content(answer)).isEqualTo(GREETING);
    assertThat(finish(answer)).isEqualTo("stop");
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(5);
    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(17);
    assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(22);
  }

  @Test
  void aStreamInOpenAisOrder(Gateway gateway) {
    Gateway.Reply reply = send(gateway, "v1-chat-stream");
    List<String> events = reply.events();
    List<JsonNode> chunks = chunks(reply);
    assertThat(reply.header("content-type")).startsWith("text/event-stream");
    assertThat(events.getLast()).isEqualTo("[DONE]");
    assertThat(chunks.getFirst().at("/choices/0/delta/role").asString()).isEqualTo("assistant");
    assertThat(deltas(chunks, "content")).isEqualTo(GREETING);
    assertThat(chunks.getLast().at("/choices/0/delta").isEmpty()).isTrue();
    assertThat(finish(chunks.getLast())).isEqualTo("stop");
    assertThat(chunks.subList(0, chunks.size() - 1))
        .allMatch(chunk -> chunk.at("/choices/0/finish_reason").isNull());
    assertThat(chunks)
        .allMatch(chunk -> chunk.at("/object").asString().equals("chat.completion.chunk"))
        .noneMatch(chunk -> chunk.has("error"))
        .noneMatch(chunk -> chunk.hasNonNull("usage"));
    assertThat(chunks.stream().map(chunk -> chunk.get("id")).distinct()).hasSize(1);
    assertThat(chunks.stream().map(chunk -> chunk.get("created")).distinct()).hasSize(1);
  }

  @Test
  void usageComesInAChunkOfItsOwnWhenAskedFor(Gateway gateway) {
    List<JsonNode> chunks = chunks(send(gateway, "v1-chat-stream-usage"));
    assertThat(chunks.getLast().get("choices").isEmpty()).isTrue();
    assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(17);
    assertThat(chunks.subList(0, chunks.size() - 1))
        .allMatch(chunk -> chunk.has("usage") && chunk.get("usage").isNull());
  }

  @Test
  void aToolCall(Gateway gateway) {
    JsonNode answer = send(gateway, "v1-chat-tools").json();
    assertThat(finish(answer)).isEqualTo("tool_calls");
    assertThat(answer.at("/choices/0/message/content").isNull()).isTrue();
    assertCall(answer.at("/choices/0/message/tool_calls"));
  }

  @Test
  void aStreamedToolCall(Gateway gateway) {
    List<JsonNode> chunks = chunks(send(gateway, "v1-chat-tools-stream"));
    List<JsonNode> calls =
        chunks.stream()
            .map(chunk -> chunk.at("/choices/0/delta/tool_calls"))
            .filter(JsonNode::isArray)
            .toList();
    assertThat(calls).hasSize(1);
    assertCall(calls.getFirst());
    assertThat(calls.getFirst().at("/0/index").asInt(-1)).isZero();
    assertThat(finish(chunks.getLast())).isEqualTo("tool_calls");
  }

  @Test
  void aToolResultIsUnderstood(Gateway gateway) {
    Gateway.Reply reply =
        gateway.post(
            PATH,
            """
            {"model":"tiny-llama","temperature":0,"reasoning_effort":"none","messages":[
              {"role":"user","content":"Weather in Oslo?"},
              {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",
                "function":{"name":"get_weather","arguments":"{\\"city\\":\\"Oslo\\"}"}}]},
              {"role":"tool","tool_call_id":"call_1","content":"rain"}],
             "tools":[{"type":"function","function":{"name":"get_weather",
               "parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}]}\
            """);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(content(reply.json())).isEqualTo(GREETING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1-chat-json-object", "v1-chat-json-schema"})
  void structuredOutput(String name, Gateway gateway) {
    JsonNode answer = send(gateway, name).json();
    assertThat(Gateway.JSON.readTree(content(answer)).get("name").asString()).isEqualTo("age");
  }

  @Test
  void reasoningIsStreamedBesideTheContent(Gateway gateway) {
    List<JsonNode> chunks = chunks(send(gateway, "v1-chat-reasoning-stream"));
    assertThat(deltas(chunks, "reasoning")).isEqualTo("Hmm, let me think about that.");
    assertThat(deltas(chunks, "content")).isEqualTo(GREETING);
  }

  @Test
  void logprobs(Gateway gateway) {
    JsonNode answer = send(gateway, "v1-chat-logprobs").json();
    JsonNode tokens = answer.at("/choices/0/logprobs/content");
    assertThat(tokens.valueStream().map(t -> t.get("token").asString()))
        .containsExactly("Hello", " there");
    assertThat(tokens.at("/0/top_logprobs").size()).isEqualTo(2);
    assertThat(tokens.at("/0/bytes").size()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v1-chat-length|Hello there,|length",
        "v1-chat-max-completion-tokens|Hello there,|length",
        "v1-chat-stop|Hello there, I am a tiny|stop"
      })
  void limitsAndStops(String name, String text, String reason, Gateway gateway) {
    JsonNode answer = send(gateway, name).json();
    assertThat(content(answer)).isEqualTo(text);
    assertThat(finish(answer)).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"n\":2",
        "\"logit_bias\":{\"1\":5}",
        "\"tool_choice\":\"required\"",
        "\"reasoning_effort\":\"enormous\"",
        "\"response_format\":{\"type\":\"xml\"}",
        "\"no_such_parameter\":1",
        "\"stream\":\"yes\"",
        "\"messages\":{}",
        "\"messages\":[]",
        "\"messages\":[{\"role\":\"robot\",\"content\":\"Hi\"}]",
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"hologram\"}]}]",
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
            + "{\"url\":\"http://127.0.0.1/x.png\"}}]}]"
      })
  void refusesWhatItCannotHonourAndNamesIt(String field, Gateway gateway) {
    ObjectNode body = (ObjectNode) Gateway.JSON.readTree(Dialect.OPENAI.chat("tiny-llama", false));
    body.setAll((ObjectNode) Gateway.JSON.readTree("{" + field + "}"));
    Gateway.Reply reply = gateway.post(PATH, body.toString());
    String name = field.split("\"")[1];
    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.json().at("/error/type").asString()).isEqualTo("invalid_request_error");
    assertThat(reply.json().at("/error/param").asString("")).startsWith(name);
  }

  @Test
  void anImageForAModelWithoutEyesIsRefusedInPlainWords(Gateway gateway) {
    Gateway.Reply reply =
        gateway.post(
            PATH,
            """
            {"model":"tiny-llama","reasoning_effort":"none","messages":[{"role":"user","content":[
              {"type":"text","text":"Hi"},
              {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}]}\
            """);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(Dialect.OPENAI.message(reply.json())).startsWith("Multimodal data provided");
  }

  @Test
  void aModelThatBreaksOffEndsTheStreamWithAnErrorAndNoFakeEnd(Gateway gateway) {
    Gateway.Reply reply = send(gateway, "v1-chat-error-mid-stream");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(Dialect.OPENAI.lastError(reply.body())).contains("token repeat limit reached");
    assertThat(Dialect.OPENAI.complete(reply.body())).isFalse();
  }

  @Test
  void aModelThatBreaksOffFailsAnAnswerInOnePiece(Gateway gateway) {
    Gateway.Reply reply = send(gateway, "v1-chat-error-nonstream");
    assertThat(reply.status()).isEqualTo(500);
    assertThat(Dialect.OPENAI.message(reply.json())).contains("token repeat limit reached");
  }

  @Test
  void anUnknownModelIsNotFound(Gateway gateway) {
    Gateway.Reply reply = send(gateway, "v1-chat-unknown-model");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().at("/error/code").asString()).isEqualTo("model_not_found");
    assertThat(reply.json().at("/error/type").asString()).isEqualTo("invalid_request_error");
  }

  @Test
  void aRequestWithoutAModelMeansTheDefaultModel(Gateway gateway) {
    Gateway.Reply reply =
        gateway.post(PATH, "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/model").asString()).isEqualTo("tiny-llama");
  }

  private static Gateway.Reply send(Gateway gateway, String name) {
    Recording recording = Recording.of(name);
    return gateway.post(recording.path(), String.valueOf(recording.requestBody()));
  }

  private static void assertCall(JsonNode calls) {
    assertThat(calls.size()).isEqualTo(1);
    assertThat(calls.at("/0/id").asString()).startsWith("call_");
    assertThat(calls.at("/0/type").asString()).isEqualTo("function");
    assertThat(calls.at("/0/function/name").asString()).isEqualTo("get_weather");
    assertThat(Gateway.JSON.readTree(calls.at("/0/function/arguments").stringValue()))
        .isEqualTo(Gateway.JSON.readTree("{\"city\":\"Oslo\"}"));
  }

  private static List<JsonNode> chunks(Gateway.Reply reply) {
    return reply.events().stream()
        .filter(event -> !event.equals("[DONE]"))
        .map(Gateway.JSON::readTree)
        .toList();
  }

  private static String deltas(List<JsonNode> chunks, String field) {
    return chunks.stream()
        .map(chunk -> chunk.at("/choices/0/delta").path(field).asString(""))
        .collect(Collectors.joining());
  }

  private static String content(JsonNode answer) {
    return answer.at("/choices/0/message/content").asString();
  }

  private static String finish(JsonNode answer) {
    return answer.at("/choices/0/finish_reason").asString();
  }
}
