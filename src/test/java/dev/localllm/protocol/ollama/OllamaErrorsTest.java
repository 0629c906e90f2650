package dev.localllm.protocol.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.chat.GatewayError;
import dev.localllm.protocol.Dialect.ErrorBody;
import dev.localllm.protocol.Json;
import dev.localllm.protocol.Recording;
import dev.localllm.protocol.openai.OpenAiDialect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OllamaErrorsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat-unknown-model",
        "embed-unknown-model",
        "chat-embed-model",
        "chat-error-nonstream",
        "chat-overflow-no-truncate",
        "chat-image-unsupported",
        "chat-bad-option",
        "chat-bad-keep-alive",
        "chat-wrong-type",
        "chat-no-model",
        "chat-tools-unsupported",
        "embed-chat-model",
        "embed-wrong-type",
        "generate-suffix"
      })
  void aNativeClientGetsTheBackendsErrorUnchanged(String name) {
    Recording recording = Recording.of(name);
    ErrorBody answer =
        new OllamaDialect().error(OllamaErrors.refused(recording.status(), recording.body()));
    assertThat(Json.MAPPER.readTree(answer.body()))
        .isEqualTo(Json.MAPPER.readTree(recording.body()));
    assertThat(answer.status()).isEqualTo(recording.status());
    assertThat(answer.contentType()).isEqualTo(recording.contentType());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chat-unknown-model|invalid_request_error|model_not_found|model 'no-such-model' not found",
        "chat-overflow-no-truncate|invalid_request_error|context_length_exceeded|request (904 tokens) exceeds the available context size (256 tokens), try increasing it",
        "chat-image-unsupported|invalid_request_error||Multimodal data provided, but model does not support multimodal requests.",
        "chat-error-nonstream|server_error||prediction aborted, token repeat limit reached",
      })
  void anOpenAiClientGetsTheInnerWords(String name, String type, String code, String message) {
    Recording recording = Recording.of(name);
    ErrorBody answer =
        new OpenAiDialect().error(OllamaErrors.refused(recording.status(), recording.body()));
    JsonNode error = Json.MAPPER.readTree(answer.body()).get("error");
    assertThat(error.get("message").stringValue()).isEqualTo(message);
    assertThat(error.get("type").stringValue()).isEqualTo(type);
    assertThat(error.get("code").stringValue(null)).isEqualTo(code);
  }

  @Test
  void bodiesOfOthersBecomeTheMessage() {
    assertThat(refused(502, "<html>Bad Gateway</html>"))
        .isEqualTo(new GatewayError.Refused(502, "<html>Bad Gateway</html>"));
    assertThat(refused(500, ""))
        .isEqualTo(new GatewayError.Refused(500, "the backend answered with HTTP status 500"));
    assertThat(refused(500, "{\"error\":{\"message\":\"x\"}}").message())
        .isEqualTo("{\"message\":\"x\"}");
    assertThat(refused(302, "")).isInstanceOf(GatewayError.BackendFailed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{oops|{oops",
        "{}|{}",
        "plain|plain",
        "{\"error\":\"x\"}|x",
        "{\"error\":{\"message\":\"y\"}}|y"
      })
  void plainUnwrapsOnlyErrors(String message, String wanted) {
    assertThat(OllamaErrors.plain(message)).isEqualTo(wanted);
  }

  @Test
  void routesThatDoNotExistAreAnsweredInPlainText() {
    for (String name : List.of("unknown-path", "bad-method")) {
      Recording recording = Recording.of(name);
      GatewayError error =
          name.equals("unknown-path")
              ? new GatewayError.UnknownPath("/x")
              : new GatewayError.WrongMethod("GET", "/api/chat", List.of("POST"));
      assertThat(new OllamaDialect().error(error))
          .isEqualTo(new ErrorBody(recording.status(), recording.contentType(), recording.text()));
    }
  }

  private static GatewayError refused(int status, String body) {
    return OllamaErrors.refused(status, body.getBytes(StandardCharsets.UTF_8));
  }
}
