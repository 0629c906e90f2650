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

/** CFG-3, CFG-4, CFG-6: which of several values counts, and which names there are. */
class PrecedenceTest {
  @Test
  void theEnvironmentGoesBeforeTheFileAndTheFileBeforeTheDefault() {
    ConfigSource shipped =
        new MapSource(
            "shipped", 100, Map.of("GIT_SHA", "c", "BUILD_DATE", "c", "LOG_LEVEL", "warn"));
    ConfigSource file = new MapSource("file", 250, Map.of("GIT_SHA", "b", "BUILD_DATE", "b"));
    Settings.Server server = read(shipped, file, environment(Map.of("GIT_SHA", "a"))).server();
    assertThat(server.gitSha()).isEqualTo("a");
    assertThat(server.buildDate()).isEqualTo("b");
  }

  @Test
  void theVersionOfTheBuildIsADefaultInEveryEnvironment() {
    ConfigSource shipped = new MapSource("shipped", 100, Map.of("APP_VERSION", "1.2.3"));
    assertThat(read(shipped, environment(with(CRITICAL, "APP_ENV", "ci"))).server().version())
        .isEqualTo("1.2.3");
  }

  @Test
  void anEmptyValueIsNotGiven() {
    ConfigSource file = new MapSource("file", 250, Map.of("MODEL_NAME", "llama3.2"));
    assertThat(read(file, environment(Map.of("MODEL_NAME", " "))).backends().defaultModel())
        .isEqualTo("llama3.2");
  }

  @Test
  void aKeyOfTheProcessMustNotBeEmpty() {
    assertThat(problems(Map.of("HTTP_PORT", "")))
        .containsExactly("HTTP_PORT=\"\" (environment): must be a whole number from 1 to 65535");
  }

  @Test
  void aKeyOfTheProcessComesFromNoOtherPlace() {
    ConfigSource other = new MapSource("server.xml", 500, Map.of("APP_ENV", "production"));
    assertThat(read(other).server().environment()).isEqualTo("local");
  }

  @Test
  void thePrefixOfTheRoleGoesBeforeThePlainKeyOfTheSameSource() {
    Map<String, String> both = Map.of("MODEL_NAME", "plain", "API__MODEL_NAME", "own");
    assertThat(read(both).backends().defaultModel()).isEqualTo("own");
  }

  @Test
  void theOrderOfTheSourcesGoesBeforeThePrefix() {
    ConfigSource file = new MapSource("file", 250, Map.of("API__MODEL_NAME", "own"));
    assertThat(read(file, environment(Map.of("MODEL_NAME", "plain"))).backends().defaultModel())
        .isEqualTo("plain");
  }

  @Test
  void thePrefixOfAnotherRoleIsForThatRole() {
    assertThat(read(Map.of("WORKER__MODEL_NAME", "other")).backends().defaultModel())
        .isEqualTo("sample");
  }

  @Test
  void anAliasNamesTheSameKey() {
    assertThat(read(Map.of("API__CORS_ORIGINS", "http://a")).access().allowedOrigins())
        .containsExactly("http://a");
  }

  @Test
  void aliasesMayAgree() {
    Map<String, String> both =
        Map.of(
            "ALLOWED_ORIGINS",
            "http://a,http://b",
            "API__CORS_ORIGINS",
            "[\"http://a\", \"http://b\"]");
    assertThat(read(both).access().allowedOrigins()).containsExactly("http://a", "http://b");
  }

  @Test
  void aliasesThatDisagreeAreRefusedWhereverTheyComeFrom() {
    ConfigSource file = new MapSource(".env.local", 250, Map.of("API__CORS_ORIGINS", "http://b"));
    assertThat(problems(file, environment(Map.of("ALLOWED_ORIGINS", "http://a"))))
        .containsExactly(
            "API__CORS_ORIGINS=\"http://b\" (.env.local): ALLOWED_ORIGINS (environment) is given"
                + " too and means the same; give only one");
  }

  @ParameterizedTest
  @CsvSource({
    "API__MODEL_NAM, there is no such key; did you mean API__MODEL_NAME?",
    "WORKER__NONSENSE_HERE, there is no such key",
    "WEB__CORS_ORIGINS, there is no such key; did you mean API__CORS_ORIGINS?",
    "WEB__API__CORS_ORIGINS, there is no such key",
    "API__HTTP_PORT, 'HTTP_PORT takes no prefix, because it is for the whole process'",
  })
  void anUnknownNameWithAPrefixOfOursIsRefused(String name, String complaint) {
    assertThat(problems(Map.of(name, "1"))).containsExactly(name + " (environment): " + complaint);
  }

  @Test
  void variablesThatAreNotOursAreIgnored() {
    Map<String, String> others =
        Map.of("PATH", "/bin", "OLLAMA_HOST", "x", "KAFKA_URL", "x", "MODEL_NAM", "x");
    assertThat(read(others)).isEqualTo(read(Map.of()));
  }

  @Test
  void aSystemPropertyIsCalledOne() {
    assertThat(problems(new MapSource("x", 400, Map.of("MAX_STREAMS", "0"))))
        .containsExactly(
            "MAX_STREAMS=\"0\" (system property): must be a whole number from 1 to 100000");
  }
}
