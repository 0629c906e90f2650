package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Without any Ollama the built-in sample model answers, and says what it is (ENV-1). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({"OLLAMA_BASE_URL=http://127.0.0.1:9", "MODEL_NAME=sample", "LOG_FORMAT=json"})
final class SampleModelIT {

  private final Gateway gateway;

  SampleModelIT(Gateway gateway) {
    this.gateway = gateway;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void streamsAChatInPieces(Dialect dialect) {
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat("sample", true));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(dialect.complete(reply.body())).isTrue();
    assertThat(dialect.events(reply.body())).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void saysThatItIsASampleAndHowToGetMore(Dialect dialect) {
    JsonNode answer = gateway.post(dialect.path(), dialect.chat("sample", false)).json();
    String text =
        dialect == Dialect.OLLAMA
            ? answer.at("/message/content").asString()
            : answer.at("/choices/0/message/content").asString();
    assertThat(text).containsIgnoringCase("sample").contains("OLLAMA_BASE_URL");
    assertThat(answer.at("/model").asString()).startsWith("sample");
  }

  @Test
  void generates() {
    Gateway.Reply whole =
        gateway.post("/api/generate", "{\"model\":\"sample\",\"prompt\":\"Hi\",\"stream\":false}");
    assertThat(whole.json().at("/response").asString()).containsIgnoringCase("sample");
    Gateway.Reply stream =
        gateway.post("/api/generate", "{\"model\":\"sample\",\"prompt\":\"Hi\"}");
    assertThat(stream.lines()).hasSizeGreaterThan(5);
    assertThat(stream.lines().getLast().at("/done").asBoolean()).isTrue();
  }

  @Test
  void completes() {
    Gateway.Reply reply =
        gateway.post("/v1/completions", "{\"model\":\"sample\",\"prompt\":\"Hi\"}");
    assertThat(reply.json().at("/choices/0/text").asString()).containsIgnoringCase("sample");
  }

  @Test
  void givesTheSameUnitVectorForTheSameText() {
    String body = "{\"model\":\"sample\",\"input\":[\"a\",\"b\"]}";
    JsonNode first = gateway.post("/api/embed", body).json();
    JsonNode second = gateway.post("/v1/embeddings", body).json();
    assertThat(OllamaEmbedIT.length(first.at("/embeddings/0"))).isBetween(0.999, 1.001);
    assertThat(first.at("/embeddings/0")).isNotEqualTo(first.at("/embeddings/1"));
    assertThat(second.at("/data/1/embedding")).isEqualTo(first.at("/embeddings/1"));
  }

  @Test
  void isTheDefaultModelHere() {
    Gateway.Reply reply =
        gateway.post(
            "/api/chat",
            "{\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    assertThat(reply.json().at("/model").asString()).startsWith("sample");
  }

  @Test
  void isListedAndShown() {
    assertThat(gateway.get("/api/tags").body()).contains("\"sample:latest\"");
    assertThat(gateway.get("/v1/models").body()).contains("\"sample");
    assertThat(gateway.post("/api/show", "{\"model\":\"sample\"}").status()).isEqualTo(200);
    assertThat(gateway.get("/v1/models/sample").status()).isEqualTo(200);
  }

  @Test
  void doesNotPretendToBeAnotherModel() {
    Gateway.Reply reply =
        gateway.post(Dialect.OLLAMA.path(), Dialect.OLLAMA.chat("llama3.2", true));
    assertThat(reply.status()).isBetween(500, 504);
    assertThat(Dialect.OLLAMA.message(reply.json())).isNotBlank();
  }
}
