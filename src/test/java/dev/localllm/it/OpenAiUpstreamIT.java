package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.FakeOllama;
import dev.localllm.fake.Received;
import dev.localllm.fake.Script;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What an OpenAI client's request becomes at the backend (API-5). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
final class OpenAiUpstreamIT {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"num_ctx\":8192|/options/num_ctx|8192",
        "\"keep_alive\":\"30m\"|/keep_alive|\"30m\"",
        "\"think\":true|/think|true",
        "\"options\":{\"top_k\":7}|/options/top_k|7",
        "\"temperature\":0.5|/options/temperature|0.5",
        "\"top_p\":0.25|/options/top_p|0.25",
        "\"seed\":42|/options/seed|42",
        "\"stop\":\"x\"|/options/stop|[\"x\"]",
        "\"max_tokens\":9|/options/num_predict|9",
        "\"max_completion_tokens\":9|/options/num_predict|9",
        "\"reasoning_effort\":\"none\"|/think|false",
        "\"reasoning_effort\":\"low\"|/think|\"low\"",
        "\"response_format\":{\"type\":\"json_object\"}|/format|\"json\"",
        "\"tool_choice\":\"none\"|/tools|"
      })
  void aParameterBecomes(
      String field, String pointer, String value, Gateway gateway, FakeOllama ollama) {
    String model = ollama.script("tiny-llama:parameters", new Script());
    int before = ollama.requests(model).size();
    Gateway.Reply reply =
        gateway.post(
            "/v1/chat/completions",
            """
            {"model":"%s","messages":[{"role":"user","content":"Hi"}],
             "tools":[{"type":"function","function":{"name":"f","parameters":{}}}],%s}\
            """
                .formatted(model, field));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(ollama.requests(model)).hasSize(before + 1);
    Received sent = ollama.requests(model).getLast();
    JsonNode actual = sent.json().at(pointer);
    assertThat(sent.path()).isEqualTo("/api/chat");
    if (value == null) {
      assertThat(actual.isEmpty()).isTrue();
    } else {
      assertThat(actual).isEqualTo(Gateway.JSON.readTree(value));
    }
  }

  @Test
  void whatIsNotSaidIsLeftToTheModel(Gateway gateway, FakeOllama ollama) {
    String model = ollama.script("tiny-llama:plain", new Script());
    gateway.post(
        "/v1/chat/completions",
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
            .formatted(model));
    JsonNode sent = ollama.requests(model).getLast().json();
    assertThat(sent.get("stream").asBoolean()).isFalse();
    assertThat(sent.has("think")).isFalse();
    assertThat(sent.path("options").isEmpty()).isTrue();
  }

  @Test
  void messagesAreTranslated(Gateway gateway, FakeOllama ollama) {
    String model = ollama.script("tiny-llama:messages", new Script());
    Gateway.Reply reply =
        gateway.post(
            "/v1/chat/completions",
            """
            {"model":"%s","messages":[
              {"role":"developer","content":"Be kind."},
              {"role":"user","content":[{"type":"text","text":"one "},{"type":"text","text":"two"}]},
              {"role":"assistant","content":null,"reasoning":"hm","tool_calls":[
                {"id":"call_7","type":"function","function":{"name":"f","arguments":""}}]},
              {"role":"tool","tool_call_id":"call_7","content":[{"type":"text","text":"done"}]}]}\
            """
                .formatted(model));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    JsonNode messages = ollama.requests(model).getLast().json().get("messages");
    assertThat(messages.at("/0/role").asString()).isEqualTo("system");
    assertThat(messages.at("/1/content").asString()).isEqualTo("one two");
    assertThat(messages.at("/2/content").asString()).isEmpty();
    assertThat(messages.at("/2/thinking").asString()).isEqualTo("hm");
    assertThat(messages.at("/2/tool_calls/0/id").asString()).isEqualTo("call_7");
    assertThat(messages.at("/2/tool_calls/0/function/arguments").isObject()).isTrue();
    assertThat(messages.at("/3/tool_call_id").asString()).isEqualTo("call_7");
    assertThat(messages.at("/3/tool_name").asString()).isEqualTo("f");
    assertThat(messages.at("/3/content").asString()).isEqualTo("done");
  }

  @Test
  void nothingOfTheClientsConnectionReachesTheBackend(Gateway gateway, FakeOllama ollama) {
    String model = ollama.script("tiny-llama:headers", new Script());
    gateway.post(
        "/v1/chat/completions",
        Dialect.OPENAI.chat(model, false),
        "Authorization",
        "Bearer secret",
        "Cookie",
        "a=b",
        "X-Forwarded-For",
        "203.0.113.7");
    Received sent = ollama.requests(model).getLast();
    assertThat(sent.headers()).doesNotContainKeys("authorization", "cookie", "origin");
    assertThat(sent.headers().get("host")).isEqualTo(ollama.url().getAuthority());
  }
}
