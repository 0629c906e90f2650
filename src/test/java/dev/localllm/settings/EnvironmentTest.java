package dev.localllm.settings;

import static dev.localllm.settings.Reading.CRITICAL;
import static dev.localllm.settings.Reading.environment;
import static dev.localllm.settings.Reading.problems;
import static dev.localllm.settings.Reading.read;
import static dev.localllm.settings.Reading.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CFG-1, CFG-5, CFG-7: what differs by the environment. */
class EnvironmentTest {
  @Test
  void outsideLocalTheDefaultsAreThoseOfAServer() {
    Settings settings = read(with(CRITICAL, "APP_ENV", "ci"));
    assertThat(settings.server().environment()).isEqualTo("ci");
    assertThat(settings.server().logFormat()).isEqualTo(Settings.LogFormat.JSON);
    assertThat(settings.server().logLevel()).isEqualTo(Settings.LogLevel.INFO);
    assertThat(settings.backends().sampleModel()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ci", "staging", "production"})
  void outsideLocalNothingCriticalRestsOnADefault(String environment) {
    ConfigSource shipped = new MapSource("defaults", 100, CRITICAL);
    assertThat(problems(shipped, environment(Map.of("APP_ENV", environment))))
        .extracting(line -> line.replaceFirst(":.*", ""))
        .containsExactlyInAnyOrder(
            "OLLAMA_BASE_URL (not given)",
            "MODEL_NAME (not given)",
            "AUTH_MODE (not given)",
            "ALLOWED_ORIGINS (not given)",
            "DATABASE_URL (not given)",
            "REDIS_URL (not given)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "production"})
  void openAccessIsForLocalAndCiOnly(String environment) {
    assertThat(problems(with(CRITICAL, "APP_ENV", environment)))
        .containsExactly(
            "AUTH_MODE=\"none\" (environment): must be keys, jwt, both as keys,jwt, or in local and"
                + " ci none");
  }

  @Test
  void everyModeNeedsWhatItRestsOn() {
    Map<String, String> given = with(with(CRITICAL, "APP_ENV", "staging"), "AUTH_MODE", "keys,jwt");
    assertThat(problems(given))
        .extracting(line -> line.replaceFirst(":.*", ""))
        .containsExactlyInAnyOrder(
            "KEY_PEPPERS (not given)",
            "JWT_ISSUER (not given)",
            "JWT_AUDIENCE (not given)",
            "JWT_JWKS_URL (not given)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic", "none,keys", "keys,none", ""})
  void otherAccessIsRefused(String mode) {
    assertThat(problems(Map.of("AUTH_MODE", mode + " ,x")))
        .singleElement()
        .asString()
        .contains("AUTH_MODE=", "must be keys, jwt, both as keys,jwt, or in local and ci none");
  }

  @Test
  void everyOriginMayCallInLocalOnly() {
    assertThat(read(Map.of("ALLOWED_ORIGINS", "*")).access().allowedOrigins()).containsExactly("*");
    Map<String, String> ci = with(with(CRITICAL, "APP_ENV", "ci"), "ALLOWED_ORIGINS", "*");
    assertThat(problems(ci))
        .containsExactly(
            "ALLOWED_ORIGINS=\"*\" (environment): must be origins scheme://host[:port], separated"
                + " by commas or as a JSON array of strings; * alone, for all, only in local");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "prod, production",
        "Production, production",
        "dev, local",
        "development, local",
        "stage, staging",
        "test, ci",
        "moon, -",
        "'', -"
      })
  void anUnknownEnvironmentIsRefusedWithTheListAndAHint(String given, String meant) {
    String hint = meant == null ? "" : "; did you mean " + meant + "?";
    assertThat(problems(Map.of("APP_ENV", given)))
        .containsExactly(
            "APP_ENV=\"%s\" (environment): must be local, ci, staging or production%s"
                .formatted(given, hint));
  }
}
