package dev.localllm.settings;

import static dev.localllm.settings.Reading.CRITICAL;
import static dev.localllm.settings.Reading.environment;
import static dev.localllm.settings.Reading.problems;
import static dev.localllm.settings.Reading.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** CFG-5: from sources to settings, and all the problems at once. */
class SettingsReaderTest {
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
    given.put("HOLD_FILE", "/run/gateway/hold");
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
                Path.of("/run/gateway/hold"),
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
    assertThat(settings.access().authModes()).isEqualTo(Set.of(Settings.AuthMode.NONE));
    assertThat(settings.access().allowedOrigins()).containsExactly("https://chat.example");
  }

  @Test
  void everyKeyOfCallingReachesItsPlace() {
    Map<String, String> given =
        Map.of(
            "CONNECT_TIMEOUT", "1s",
            "LOAD_TIMEOUT", "2s",
            "FIRST_BYTE_TIMEOUT", "3s",
            "IDLE_TIMEOUT", "4s",
            "ANSWER_TIMEOUT", "10s",
            "BACKEND_RETRIES", "5",
            "BACKEND_RETRY_DELAY", "6s",
            "BACKEND_RETRY_JITTER", "7s",
            "PROBE_INTERVAL", "8s",
            "PROBE_TIMEOUT", "9s");
    given = new HashMap<>(given);
    given.putAll(
        Map.of(
            "BACKEND_HEADER_SIZE", "2KB",
            "BACKEND_HEADERS", "30",
            "BACKEND_KEEP_ALIVE", "false",
            "LISTING_AGE", "12s"));
    assertThat(read(given).calling())
        .isEqualTo(
            new Settings.Calling(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(10),
                5,
                Duration.ofSeconds(6),
                Duration.ofSeconds(7),
                Duration.ofSeconds(8),
                Duration.ofSeconds(9),
                new AnswerBounds(2048, 30, false, Duration.ofSeconds(12))));
  }

  @Test
  void everyKeyOfManagementReachesItsPlace() {
    Map<String, String> given =
        Map.of(
            "MANAGEMENT_IDLE_TIMEOUT", "1s",
            "MANAGEMENT_TIMEOUT", "168h",
            "MAX_BLOB_SIZE", "3GB");
    assertThat(read(given).management())
        .isEqualTo(new ModelManagement(Duration.ofSeconds(1), Duration.ofHours(168), 3L << 30));
  }

  @Test
  void everyKeyOfLimitsReachesItsPlace() {
    Map<String, String> given =
        Map.ofEntries(
            Map.entry("MAX_BODY_SIZE", "1KB"),
            Map.entry("BODY_TIMEOUT", "2s"),
            Map.entry("MAX_STREAMS", "3"),
            Map.entry("RETRY_AFTER", "4s"),
            Map.entry("MAX_LINE_SIZE", "5KB"),
            Map.entry("MAX_ANSWER_SIZE", "6KB"),
            Map.entry("HEARTBEAT_AFTER", "7s"),
            Map.entry("DRAIN_TIMEOUT", "8s"),
            Map.entry("MAX_HELD_BYTES", "9GB"),
            Map.entry("MAX_HELD_BYTES_PER_CALLER", "10MB"),
            Map.entry("TOKENS_PER_ANSWER", "11"));
    assertThat(read(given).limits())
        .isEqualTo(
            new Settings.Limits(
                1 << 10,
                Duration.ofSeconds(2),
                3,
                Duration.ofSeconds(4),
                5 << 10,
                6 << 10,
                Duration.ofSeconds(7),
                Duration.ofSeconds(8),
                9L << 30,
                10 << 20,
                11));
  }

  @Test
  void memoryForBodiesIsAPartOfTheHeap() {
    long half = Runtime.getRuntime().maxMemory() / 2;
    assertThat(read(Map.of()).limits().maxHeldBytes()).isEqualTo(half);
    assertThat(read(Map.of()).limits().maxHeldBytesOfCaller()).isEqualTo(half / 4);
    assertThat(read(Map.of("MAX_HELD_BYTES", "8MB")).limits().maxHeldBytesOfCaller())
        .isEqualTo(2 << 20);
  }
}
