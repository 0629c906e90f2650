import java.util.List;
import java.util.Map;

/** What is not expected within a body. */
final class OddValues {

  /** Values, some of them no JSON. */
  static final List<Object> VALUES =
      List.of(
          Json.NULL,
          true,
          false,
          0,
          -1,
          1,
          2147483648L,
          "",
          " ",
          "x",
          "auto",
          "none",
          "5x",
          "true",
          List.of(),
          Map.of(),
          List.of(List.of()),
          List.of(1, "a", Map.of()),
          Map.of("", ""),
          raw("-0"),
          raw("1e400"),
          raw("-1e999999999"),
          raw("1e-999999999"),
          raw("1.5"),
          raw("99999999999999999999999999"),
          raw("9223372036854775807"),
          raw("NaN"),
          raw("Infinity"),
          raw("0x10"),
          raw("01"),
          raw("+1"),
          raw(".5"),
          raw("undefined"),
          raw("'x'"),
          raw("[1,]"),
          raw("{a:1}"),
          raw("\"\\ud800\""),
          raw("\"\\u0000\""),
          raw("\"\\x\""),
          raw("\"\n\""),
          raw("/**/1"),
          raw("\"\\u202e\""),
          raw(""),
          "a\r\nX-Injected: 1",
          "${jndi:x}",
          "../../etc/passwd",
          "data:image/png;base64,%%%",
          "http://127.0.0.1:1/x.png");

  /** Names of members. */
  static final List<String> NAMES =
      List.of(
          "",
          "unknown",
          "__proto__",
          "model",
          "stream",
          "messages",
          "tools",
          "options",
          "format",
          "images",
          "role",
          "content",
          "tool_calls",
          "think",
          "logprobs",
          "suffix",
          "raw",
          "n");

  private OddValues() {}

  private static Json.Raw raw(String text) {
    return new Json.Raw(text);
  }
}
