package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The forms in which clients send a credential. */
class CredentialsTest {

  @Test
  void everyFormIsUnderstood() {
    assertThat(only(Map.of("Authorization", List.of("Bearer llm_a")))).isEqualTo("llm_a");
    assertThat(only(Map.of("Authorization", List.of("bearer   llm_a")))).isEqualTo("llm_a");
    assertThat(only(Map.of("Authorization", List.of("llm_a")))).isEqualTo("llm_a");
    assertThat(only(Map.of("x-api-key", List.of("llm_a")))).isEqualTo("llm_a");
    assertThat(only(Map.of("Authorization", List.of(basic("ada:llm_a"))))).isEqualTo("llm_a");
    assertThat(only(Map.of("Authorization", List.of(basic("llm_a:"))))).isEqualTo("llm_a");
    assertThat(only(Map.of("Authorization", List.of(basic("llm_a"))))).isEqualTo("llm_a");
    assertThat(only(Map.of("Authorization", List.of("Basic %%%")))).isEqualTo("%%%");
  }

  @Test
  void equalOnesAreOne() {
    Credentials credentials =
        of(
            Map.of(
                "Authorization", List.of("Bearer llm_a", "llm_a"), "x-api-key", List.of("llm_a")));
    assertThat(credentials.torn()).isFalse();
    assertThat(credentials.text()).isEqualTo("llm_a");
  }

  @Test
  void differentOnesAreTorn() {
    assertThat(of(Map.of("Authorization", List.of("Bearer a", "Bearer b"))).torn()).isTrue();
    assertThat(of(Map.of("Authorization", List.of("Bearer a"), "x-api-key", List.of("b"))).torn())
        .isTrue();
  }

  @Test
  void emptyOnesAreNone() {
    assertThat(of(Map.of()).absent()).isTrue();
    assertThat(of(Map.of("Authorization", List.of("Bearer "), "x-api-key", List.of(""))).absent())
        .isTrue();
  }

  @Test
  void theHeaderOfTokensIsReadOnlyWhereItIsNamed() {
    Map<String, List<String>> headers = Map.of("Cf-Access-Jwt-Assertion", List.of("a.b.c"));
    assertThat(of(headers).absent()).isTrue();
    assertThat(
            Credentials.of(name -> headers.getOrDefault(name, List.of()), "Cf-Access-Jwt-Assertion")
                .text())
        .isEqualTo("a.b.c");
  }

  @Test
  void whatIsTooLongIsWrongAndNothingPrints() {
    Credentials huge = of(Map.of("x-api-key", List.of("x".repeat(1 << 20))));
    assertThat(huge.absent()).isFalse();
    assertThat(huge.text()).isEmpty();
    assertThat(of(Map.of("x-api-key", List.of("llm_secret"))).toString())
        .doesNotContain("llm_secret");
  }

  private static String only(Map<String, List<String>> headers) {
    Credentials credentials = of(headers);
    assertThat(credentials.absent()).isFalse();
    assertThat(credentials.torn()).isFalse();
    return credentials.text();
  }

  private static Credentials of(Map<String, List<String>> headers) {
    return Credentials.of(name -> headers.getOrDefault(name, List.of()), "Authorization");
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
