package dev.localllm.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.chat.AccessError.Forbidden;
import dev.localllm.chat.AccessError.Unauthorized;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayError.UnknownPath;
import dev.localllm.chat.GatewayError.WrongMethod;
import dev.localllm.protocol.Dialect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** RFC 9457. */
class ProblemTest {

  static List<GatewayError> refusals() {
    return List.of(
        new Unauthorized("who are you"),
        new Forbidden("not you"),
        new UnknownPath("/admin/x"),
        new WrongMethod("PUT", "/admin/v1/keys", List.of("GET", "POST")),
        new GatewayError.TooLarge(65536),
        new GatewayError.Internal());
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void everyRefusalBelowAdminIsAProblem(GatewayError error) {
    Dialect.ErrorBody words = Dialects.of("/admin/v1/keys").error(error);
    assertThat(words.status()).isEqualTo(error.status());
    assertThat(words.contentType()).isEqualTo("application/problem+json");
    JsonNode json = read(words.body());
    assertThat(json.propertyNames())
        .containsExactly("type", "title", "status", "detail", "instance");
    assertThat(json.get("type").stringValue()).isEqualTo("about:blank");
    assertThat(json.get("title").stringValue()).isNotBlank().isNotEqualTo("Error");
    assertThat(json.get("status").intValue()).isEqualTo(error.status());
    assertThat(json.get("detail").stringValue()).isEqualTo(error.message());
    assertThat(json.get("instance").stringValue()).isEqualTo("/admin/v1/keys");
  }

  @Test
  void theFieldThatWasWrongIsNamed() {
    JsonNode json = read(Problem.of(new Invalid("overlap is too long", "overlap")).json("/admin"));
    assertThat(json.get("errors").toString())
        .isEqualTo("[{\"field\":\"overlap\",\"message\":\"overlap is too long\"}]");
  }

  @Test
  void everyFieldThatWasWrongIsNamed_whateverItsName() {
    var problem =
        new Problem(
            409,
            "/problems/name-taken",
            "The name is taken",
            "\"quoted\"\n",
            List.of(new Problem.Field("a\"", "x"), new Problem.Field("b", "\u0000")),
            Optional.of(Duration.ofSeconds(5)));
    JsonNode json = read(problem.json("/admin/\u2028"));
    assertThat(json.get("type").stringValue()).isEqualTo("/problems/name-taken");
    assertThat(json.get("title").stringValue()).isEqualTo("The name is taken");
    assertThat(json.get("detail").stringValue()).isEqualTo("\"quoted\"\n");
    assertThat(json.at("/errors/0/field").stringValue()).isEqualTo("a\"");
    assertThat(json.at("/errors/1/message").stringValue()).isEqualTo("\u0000");
  }

  private static JsonNode read(String json) {
    return JsonMapper.builder().build().readTree(json);
  }
}
