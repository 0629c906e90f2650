package dev.localllm.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CFG-3, CFG-6: what a .env file may look like. */
class EnvFileTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "|GIT_SHA=a b|, |a b|",
        "|  GIT_SHA=  a  |, |a|",
        "|export GIT_SHA=a|, |a|",
        "|export\t GIT_SHA=a|, |a|",
        "|GIT_SHA=|, ||",
        "|GIT_SHA= # none|, ||",
        "|GIT_SHA=a # b # c|, |a|",
        "|GIT_SHA=a#b|, |a#b|",
        "|GIT_SHA=#b|, |#b|",
        "|GIT_SHA=$HOME/${X}|, |$HOME/${X}|",
        "|GIT_SHA=a'b\"c|, |a'b\"c|",
        "|GIT_SHA=a=b\\|, |a=b\\|",
        "|GIT_SHA='a # \"b\" \\n $c '|, |a # \"b\" \\n $c |",
        "|GIT_SHA=' a'   # b'c|, | a|",
        "|GIT_SHA=\" a # 'b' $c \"|, | a # 'b' $c |",
        "|GIT_SHA=\"\\\\ \\\" \\$\"# no|, -",
        "|GIT_SHA=\"\\\\ \\\" \\$\" # yes|, |\\ \" $|",
        "|GIT_SHA=\"\"|, ||",
      },
      nullValues = "-")
  void aValueIsReadAsDescribed(String line, String value) {
    EnvFile file = EnvFile.parse(".env.local", line);
    assertThat(file.values().get("GIT_SHA")).isEqualTo(value);
    assertThat(file.problems()).hasSize(value == null ? 1 : 0);
  }

  @Test
  void doubleQuotesKnowLineBreakAndTab() {
    assertThat(EnvFile.parse(".env.local", "GIT_SHA=\"a\\nb\\tc\\\\n\"").values())
        .containsExactly(entry("GIT_SHA", "a\nb\tc\\n"));
  }

  @Test
  void byteOrderMarkCommentsBlankLinesAndCrlfAreNoMatter() {
    String text = "\uFEFFGIT_SHA=a\r\n\r\n  # MODEL_NAME=x\r\nexport BUILD_DATE=\"b\"\r\n";
    EnvFile file = EnvFile.parse(".env.local", text);
    assertThat(file.values()).containsExactly(entry("GIT_SHA", "a"), entry("BUILD_DATE", "b"));
    assertThat(file.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GIT_SHA",
        "=a",
        "GIT_SHA =a",
        "git_sha=a",
        "GIT-SHA=a",
        "GIT.SHA=a",
        "1A=a",
        "export",
        "exportGIT_SHA a",
        "set GIT_SHA=a",
        "_A=b",
        "GIT_SHA: a",
        "continued'"
      })
  void aLineWithoutAKeyIsRefusedAndNotShown(String line) {
    assertThat(EnvFile.parse(".env.local", "GIT_SHA=x\n" + line).problems())
        .extracting(Problem::toString)
        .containsExactly(
            "line 2 (.env.local line 2): must be KEY=VALUE with an UPPER_SNAKE_CASE key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GIT_SHA='a\nb'", "GIT_SHA=\"a\nb\"", "GIT_SHA=\"a\\\"", "GIT_SHA='"})
  void aValueOfSeveralLinesIsRefused(String text) {
    assertThat(EnvFile.parse(".env.local", "\n" + text).problems().getFirst())
        .hasToString(
            "GIT_SHA (.env.local line 2): the quote must end on its line; \"\\n\" stands for a line"
                + " break");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GIT_SHA='a'b", "GIT_SHA=\"a\" b", "GIT_SHA=''''", "GIT_SHA='a'#b"})
  void nothingFollowsAQuotedValue(String text) {
    assertThat(problem(text))
        .isEqualTo(
            "GIT_SHA (.env.local line 1): nothing but a comment may follow the closing quote");
  }

  @Test
  void anotherEscapeIsRefused() {
    assertThat(problem("GIT_SHA=\"C:\\models\""))
        .isEqualTo(
            "GIT_SHA (.env.local line 1): in double quotes a backslash goes only before n, t, \","
                + " \\ and $; single quotes take it literally");
  }

  @Test
  void aSecondValueIsRefused() {
    assertThat(problem("GIT_SHA=a\n#\nGIT_SHA=a"))
        .isEqualTo("GIT_SHA (.env.local line 3): line 1 has given this key already");
  }

  @Test
  void anUnknownKeyIsRefusedWithTheNearestKnownOne() {
    assertThat(problem("MODEL_NAMES=secret"))
        .isEqualTo(
            "MODEL_NAMES (.env.local line 1): there is no such key; did you mean MODEL_NAME?");
    assertThat(problem("KAFKA_BROKERS=secret"))
        .isEqualTo("KAFKA_BROKERS (.env.local line 1): there is no such key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"APP_ENV", "ENV_DIR", "HTTP_HOST", "HTTP_PORT", "LOG_FORMAT"})
  void aKeyOfTheProcessIsNotForAFile(String key) {
    assertThat(problem(key + "=x"))
        .isEqualTo(
            key
                + " (.env.local line 1): is read before any file; set it in the environment of the"
                + " process instead");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "API__MODEL_NAME",
        "WEB__MODEL_NAME",
        "API__CORS_ORIGINS",
        "OLLAMA_API_KEY_FILE",
        "WORKER__OLLAMA_API_KEY_FILE"
      })
  void everyOtherNameIsForAFile(String name) {
    assertThat(EnvFile.parse(".env.local", name + "=x").values()).containsKey(name);
  }

  @Test
  void everyProblemOfAFileIsFound() {
    EnvFile file = EnvFile.parse(".env.local", "x\nGIT_SHA='a\nBUILD_DATE=b\nNO=1");
    assertThat(file.problems()).hasSize(3);
    assertThat(file.values()).containsExactly(entry("BUILD_DATE", "b"));
  }

  private static String problem(String text) {
    assertThat(EnvFile.parse(".env.local", text).problems()).hasSize(1);
    return EnvFile.parse(".env.local", text).problems().getFirst().toString();
  }
}
