package dev.localllm.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every .env file. */
class EnvFilePropertiesTest {
  private static final String KEY = "MODEL_NAME";

  @Property
  void doubleQuotesCarryEveryValue(@ForAll("values") String value) {
    String escaped =
        value
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("$", "\\$")
            .replace("\n", "\\n")
            .replace("\t", "\\t");
    assertThat(parsed("\"" + escaped + "\"")).isEqualTo(Map.of(KEY, value));
  }

  @Property
  void singleQuotesCarryEveryValueOfOneLineWithoutSuchAQuote(@ForAll("values") String value) {
    Assume.that(!value.contains("'") && !value.contains("\n"));
    assertThat(parsed("'" + value + "'")).isEqualTo(Map.of(KEY, value));
  }

  @Property
  void bareValuesAreLiteral(@ForAll("values") String value) {
    Assume.that(!value.matches("(?s)[\"'].*|.*\\n.*|.*\\s#.*") && value.equals(value.strip()));
    assertThat(parsed(value)).isEqualTo(Map.of(KEY, value));
  }

  @Property
  void everyLineIsBlankOrACommentOrAValueOrAProblem(@ForAll("files") String text) {
    EnvFile file = EnvFile.parse(".env.local", text);
    long meant =
        Stream.of(text.split("\n"))
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .count();
    assertThat(file.values().size() + file.problems().size()).isEqualTo((int) meant);
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.strings().withChars("aZ0 \t\n\"'\\#$={}é€,").ofMaxLength(30);
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.of(
            "GIT_SHA",
            "MODEL_NAME",
            "BUILD_DATE",
            "HTTP_PORT",
            "export ",
            "=",
            "\"",
            "'",
            "\\",
            " ",
            "#",
            "\n",
            "\r\n",
            "x",
            "\t",
            "\r")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  private static Map<String, String> parsed(String value) {
    EnvFile file = EnvFile.parse(".env.local", KEY + "=" + value);
    assertThat(file.problems()).isEmpty();
    return file.values();
  }
}
