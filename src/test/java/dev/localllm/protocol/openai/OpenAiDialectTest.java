package dev.localllm.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.chat.AccessError;
import dev.localllm.chat.GatewayError;
import dev.localllm.protocol.Dialect.ErrorBody;
import dev.localllm.protocol.Json;
import dev.localllm.protocol.ollama.OllamaDialect;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class OpenAiDialectTest {

  private static final String REQUEST = "invalid_request_error";
  private static final String SERVER = "server_error";

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(new AccessError.Forbidden("no"), 403, REQUEST, "forbidden"),
        Arguments.of(new GatewayError.UnknownModel("m"), 404, REQUEST, "model_not_found"),
        Arguments.of(new GatewayError.UnknownPath("/v1/x"), 404, REQUEST, "unknown_url"),
        Arguments.of(
            new GatewayError.WrongMethod("GET", "/v1/x", List.of("POST")),
            405,
            REQUEST,
            "method_not_supported"),
        Arguments.of(
            new GatewayError.SlowRequest(Duration.ofSeconds(3)), 408, REQUEST, "request_timeout"),
        Arguments.of(new GatewayError.TooLarge(5), 413, REQUEST, "request_too_large"),
        Arguments.of(
            new GatewayError.WrongMediaType("text/x"), 415, REQUEST, "unsupported_media_type"),
        Arguments.of(
            new GatewayError.Busy("busy", Duration.ofSeconds(1)), 503, SERVER, "server_overloaded"),
        Arguments.of(
            new GatewayError.Refused(503, "server busy"), 503, SERVER, "server_overloaded"),
        Arguments.of(new GatewayError.Refused(500, "oops"), 500, SERVER, null),
        Arguments.of(new GatewayError.Refused(401, "unauthorized"), 401, REQUEST, null),
        Arguments.of(new GatewayError.BackendFailed("gone"), 502, SERVER, "backend_failed"),
        Arguments.of(new GatewayError.BackendSilent("silent"), 504, SERVER, "backend_timeout"),
        Arguments.of(new GatewayError.Internal(), 500, SERVER, "internal_error"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void everyErrorHasItsStatusTypeAndCode(GatewayError error, int status, String type, String code) {
    ErrorBody body = new OpenAiDialect().error(error);
    assertThat(body.status()).isEqualTo(status);
    assertThat(body.contentType()).isEqualTo("application/json");
    JsonNode told = Json.MAPPER.readTree(body.body()).get("error");
    assertThat(told.propertyNames()).containsExactly("message", "type", "param", "code");
    assertThat(told.get("message").stringValue()).isEqualTo(error.message());
    assertThat(told.get("type").stringValue()).isEqualTo(type);
    assertThat(told.get("code").stringValue(null)).isEqualTo(code);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void ollamasClientsGetTheSameStatus(GatewayError error, int status, String type, String code) {
    assertThat(new OllamaDialect().error(error).status()).isEqualTo(status);
  }
}
