package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code /v1/completions} (API-2). */
@Tag("shared")
@ExtendWith(GatewayExtension.class)
final class OpenAiCompletionsIT {

  private static final String PATH = "/v1/completions";

  @Test
  void anAnswerInOnePiece(Gateway gateway) {
    Gateway.Reply reply = Replay.of(gateway, "v1-completions").reply();
    JsonNode answer = reply.json();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(answer.at("/id").asString()).startsWith("cmpl-");
    assertThat(answer.at("/object").asString()).isEqualTo("text_completion");
    assertThat(answer.at("/choices/0/text").asString()).isEqualTo("one two three four ");
    assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("length");
    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(4);
  }

  @Test
  void aStream(Gateway gateway) {
    List<String> events = Replay.of(gateway, "v1-completions-stream").reply().events();
    List<JsonNode> chunks =
        events.subList(0, events.size() - 1).stream().map(Gateway.JSON::readTree).toList();
    assertThat(events.getLast()).isEqualTo("[DONE]");
    assertThat(
            chunks.stream()
                .map(chunk -> chunk.at("/choices/0/text").asString(""))
                .collect(Collectors.joining()))
        .isEqualTo("one two three four ");
    assertThat(chunks.getLast().get("choices").isEmpty()).isTrue();
    assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(4);
    assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asString())
        .isEqualTo("length");
  }

  @Test
  void aModelThatBreaksOffEndsTheStreamWithAnError(Gateway gateway) {
    Gateway.Reply reply =
        gateway.post(PATH, "{\"model\":\"tiny-stuck\",\"prompt\":\"x\",\"stream\":true}");
    assertThat(Dialect.OPENAI.lastError(reply.body())).contains("token repeat limit reached");
    assertThat(reply.body()).doesNotContain("[DONE]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"tiny-count\"}",
        "{\"model\":\"tiny-count\",\"prompt\":[1,2,3]}",
        "{\"model\":\"tiny-count\",\"prompt\":\"x\",\"n\":3}",
        "{\"model\":\"tiny-count\",\"prompt\":\"x\",\"best_of\":3}",
        "{\"model\":\"tiny-count\",\"prompt\":{}}"
      })
  void refusesWhatItCannotHonour(String body, Gateway gateway) {
    Gateway.Reply reply = gateway.post(PATH, body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(Dialect.OPENAI.message(reply.json())).isNotBlank();
  }
}
