package dev.localllm.settings;

import static dev.localllm.settings.Reading.problems;
import static dev.localllm.settings.Reading.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CFG-9: secrets come from the environment or from files, and are never shown. */
class SecretTest {
  @TempDir Path folder;

  @Test
  void aSecretDoesNotPrint() {
    assertThat(new Secret("pssst")).hasToString("[REDACTED]");
    Map<String, String> given =
        Map.of(
            "OLLAMA_API_KEY",
            "pssst",
            "DATABASE_URL",
            "postgresql://u:pssst@db/x",
            "REDIS_URL",
            "redis://:pssst@cache",
            "KEY_PEPPERS",
            "a:psssssssssssssssst,b:psssssssssssssssst",
            "ADMIN_KEY",
            "llm_pssssssssssssssssssssssssssssssst");
    assertThat(read(given).toString())
        .contains("ollamaApiKey=[REDACTED]", "redis=[REDACTED]", "adminKey=[REDACTED]")
        .doesNotContain("psss");
  }

  @Test
  void secretsAreEqualByTheirText() {
    assertThat(new Secret("a")).isEqualTo(new Secret("a")).hasSameHashCodeAs(new Secret("a"));
    assertThat(new Secret("a")).isNotEqualTo(new Secret("b")).isNotEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void aFileMayHoldTheSecretAndALineBreak(String end) throws IOException {
    Map<String, String> given = Map.of("API__OLLAMA_API_KEY_FILE", file("word" + end));
    assertThat(read(given).backends().ollamaApiKey()).isEqualTo(new Secret("word"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "word\n\n", "", "a word"})
  void aFileWithAnythingElseIsRefusedAndNotShown(String content) throws IOException {
    assertThat(problems(Map.of("OLLAMA_API_KEY_FILE", file(content))))
        .containsExactly(
            "OLLAMA_API_KEY_FILE=\"[REDACTED]\" (environment): must be 1 to 4096 visible ASCII"
                + " characters without spaces");
  }

  @Test
  void theFileMustBeThere() {
    assertThat(problems(Map.of("OLLAMA_API_KEY_FILE", "/nowhere/key")))
        .containsExactly(
            "OLLAMA_API_KEY_FILE=\"/nowhere/key\" (environment): must be a readable text file");
  }

  @Test
  void theValueAndTheFileAreNotBothGiven() throws IOException {
    assertThat(problems(Map.of("OLLAMA_API_KEY", "word", "OLLAMA_API_KEY_FILE", file("word"))))
        .containsExactly(
            "OLLAMA_API_KEY_FILE=\"[REDACTED]\" (environment): OLLAMA_API_KEY (environment) is"
                + " given too and means the same; give only one");
  }

  @Test
  void aSecretThatIsRefusedIsNotShown() {
    assertThat(problems(Map.of("OLLAMA_API_KEY", "pass word")))
        .containsExactly(
            "OLLAMA_API_KEY=\"[REDACTED]\" (environment): must be 1 to 4096 visible ASCII"
                + " characters without spaces");
  }

  @ParameterizedTest
  @CsvSource({
    "http://me:word@host, [REDACTED]@host",
    "'http://a,http://me:wo@rd@host,http://b', '[REDACTED]@host,http://b'",
    "me:word@host, [REDACTED]@host",
    "http://host?token=word, http://host?[REDACTED]",
  })
  void anAddressIsShownWithoutItsSecrets(String given, String shown) {
    assertThat(problems(Map.of("OLLAMA_BASE_URL", given)).getFirst())
        .startsWith("OLLAMA_BASE_URL=\"" + shown + "\" (environment): must be ");
  }

  @Test
  void aValueIsShownOnOneLineAndNotAtAnyLength() {
    assertThat(problems(Map.of("LOG_LEVEL", "a\nb" + "c".repeat(500))).getFirst())
        .startsWith("LOG_LEVEL=\"a\uFFFDb" + "c".repeat(97) + "…\" (environment)");
  }

  private String file(String content) throws IOException {
    return Files.writeString(folder.resolve("key"), content).toString();
  }
}
