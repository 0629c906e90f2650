package dev.localllm.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CFG-1, CFG-3, CFG-4, CFG-5, CFG-6, CFG-7: from sources to settings, and what is said instead. */
class SettingsReaderTest {
  private static final Map<String, String> CRITICAL =
      Map.of(
          "OLLAMA_BASE_URL", "http://gpu:11434",
          "MODEL_NAME", "llama3.2",
          "AUTH_MODE", "none",
          "ALLOWED_ORIGINS", "https://chat.example");

  @Test
  void nothingNeedsToBeGivenInLocal() {
    Settings settings = read(Map.of());
    assertThat(settings.server())
        .isEqualTo(
            new Settings.Server(
                "local",
                "localhost",
                8000,
                Settings.LogFormat.TEXT,
                Settings.LogLevel.DEBUG,
                null,
                "@project.version@",
                "unknown",
                "unknown"));
    assertThat(settings.backends())
        .isEqualTo(
            new Settings.Backends(
                List.of(URI.create("http://localhost:11434")), null, "sample", true, false));
    assertThat(settings.access().authModes()).containsExactly(Settings.AuthMode.NONE);
    assertThat(settings.access().allowedOrigins())
        .containsExactly("http://localhost:8000", "http://127.0.0.1:8000");
  }

  @Test
  void theDefaultsOfCallingAndLimitsAreTheDocumentedOnes() {
    assertThat(read(Map.of()).calling())
        .isEqualTo(
            new Settings.Calling(
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                Duration.ofMinutes(1),
                2,
                Duration.ofMillis(100),
                Duration.ofMillis(50),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2)));
    assertThat(read(Map.of()).limits())
        .isEqualTo(
            new Settings.Limits(
                20 << 20,
                Duration.ofSeconds(30),
                4000,
                Duration.ofSeconds(1),
                8 << 20,
                64 << 20,
                Duration.ofSeconds(10),
                Duration.ofSeconds(25)));
  }

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
            "ALLOWED_ORIGINS (not given)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "production"})
  void openAccessIsForLocalAndCiOnly(String environment) {
    assertThat(problems(environment(with(CRITICAL, "APP_ENV", environment))))
        .containsExactly(
            "AUTH_MODE=\"none\" (environment): must be none, in local and ci; keys and jwt arrive"
                + " with the access-control release, before which staging and production cannot"
                + " start");
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys", "jwt", "keys,jwt", "basic"})
  void noOtherAccessIsThereYet(String mode) {
    assertThat(problems(environment(Map.of("AUTH_MODE", mode))))
        .singleElement()
        .asString()
        .startsWith("AUTH_MODE=\"" + mode + "\" (environment): must be none, in local and ci;");
  }

  @Test
  void everyOriginMayCallInLocalOnly() {
    assertThat(read(Map.of("ALLOWED_ORIGINS", "*")).access().allowedOrigins()).containsExactly("*");
    Map<String, String> ci = with(with(CRITICAL, "APP_ENV", "ci"), "ALLOWED_ORIGINS", "*");
    assertThat(problems(environment(ci)))
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
    assertThat(problems(environment(Map.of("APP_ENV", given))))
        .containsExactly(
            "APP_ENV=\"%s\" (environment): must be local, ci, staging or production%s"
                .formatted(given, hint));
  }

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
    assertThat(problems(environment(Map.of("HTTP_PORT", ""))))
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
    "API__HTTP_PORT, 'HTTP_PORT takes no prefix, because it is for the whole process'",
  })
  void anUnknownNameWithAPrefixOfOursIsRefused(String name, String complaint) {
    assertThat(problems(environment(Map.of(name, "1"))))
        .containsExactly(name + " (environment): " + complaint);
  }

  @Test
  void variablesThatAreNotOursAreIgnored() {
    Map<String, String> others =
        Map.of("PATH", "/bin", "OLLAMA_HOST", "x", "DATABASE_URL", "x", "MODEL_NAM", "x");
    assertThat(read(others)).isEqualTo(read(Map.of()));
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    Map<String, String> given =
        Map.of("APP_ENV", "prod", "MAX_STREAMS", "0", "IDLE_TIMEOUT", "10", "API__X", "1");
    assertThatThrownBy(() -> read(given))
        .isInstanceOf(InvalidSettings.class)
        .hasMessage(
            """
            The settings have 4 problems; docs/configuration.md tells every key.
              APP_ENV="prod" (environment): must be local, ci, staging or production; did you mean \
            production?
              API__X (environment): there is no such key
              IDLE_TIMEOUT="10" (environment): must be a duration from 1ms to 24h (units ms, s, m, h)\
            ; the unit is missing, write 10s
              MAX_STREAMS="0" (environment): must be a whole number from 1 to 100000\
            """);
  }

  @Test
  void theProblemsOfTheFileAreAmongThem() {
    EnvFileSource file = new EnvFileSource(Map.of("ENV_DIR", "nowhere")::get, Path.of("/"));
    assertThat(problems(file, environment(Map.of("MAX_STREAMS", "0"))))
        .containsExactly(
            "ENV_DIR=\"nowhere\" (environment): must be an existing folder",
            "MAX_STREAMS=\"0\" (environment): must be a whole number from 1 to 100000");
  }

  @Test
  void aSystemPropertyIsCalledOne() {
    assertThat(problems(new MapSource("x", 400, Map.of("MAX_STREAMS", "0"))))
        .containsExactly(
            "MAX_STREAMS=\"0\" (system property): must be a whole number from 1 to 100000");
  }

  @Test
  void everyKeyReachesTheSettings() {
    Map<String, String> given = new HashMap<>(CRITICAL);
    given.putAll(
        Map.of(
            "HTTP_HOST",
            "*",
            "HTTP_PORT",
            "11434",
            "LOG_FORMAT",
            "json",
            "LOG_LEVEL",
            "warn",
            "PUBLIC_API_BASE_URL",
            "https://llm.example/",
            "APP_VERSION",
            "9",
            "GIT_SHA",
            "abc",
            "BUILD_DATE",
            "today",
            "SAMPLE_MODEL",
            "false",
            "COMPLETIONS_RAW",
            "true"));
    given.put("OLLAMA_API_KEY", "token");
    Settings settings = read(given);
    assertThat(settings.server())
        .isEqualTo(
            new Settings.Server(
                "local",
                "*",
                11434,
                Settings.LogFormat.JSON,
                Settings.LogLevel.WARN,
                URI.create("https://llm.example"),
                "9",
                "abc",
                "today"));
    assertThat(settings.backends())
        .isEqualTo(
            new Settings.Backends(
                List.of(URI.create("http://gpu:11434")),
                new Secret("token"),
                "llama3.2",
                false,
                true));
    assertThat(settings.access())
        .isEqualTo(
            new Settings.Access(Set.of(Settings.AuthMode.NONE), List.of("https://chat.example")));
  }

  private static Settings read(Map<String, String> environment) {
    return read(environment(environment));
  }

  private static Settings read(ConfigSource... sources) {
    return new SettingsReader(Arrays.asList(sources)).read();
  }

  private static List<String> problems(ConfigSource... sources) {
    String message = catchThrowableOfType(InvalidSettings.class, () -> read(sources)).getMessage();
    return message.lines().skip(1).map(String::strip).toList();
  }

  private static ConfigSource environment(Map<String, String> values) {
    return new MapSource("variables", 300, values);
  }

  private static Map<String, String> with(Map<String, String> values, String key, String value) {
    Map<String, String> more = new HashMap<>(values);
    more.put(key, value);
    return more;
  }
}
