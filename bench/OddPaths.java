import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Makes paths that lead nowhere, or are none. */
final class OddPaths {

  private static final Pattern WELL_FORMED =
      Pattern.compile("/(?!/)(?:[\\w~.;=/?&-]++|%[0-9A-Fa-f]{2})*+");

  /** Ways out of the root and ends of strings, which the server refuses before we see them. */
  private static final Pattern UNSAFE = Pattern.compile("(?i)(\\.|%2e){2}|%00|%5c|%c0|/;");

  private static final int LONGEST = 8000;

  private static final List<String> SEGMENTS =
      List.of(
          "v1",
          "api",
          "chat",
          "completions",
          "models",
          "..",
          ".",
          "",
          "%2e%2e",
          "%2F",
          "%00",
          "%c0%af",
          "%zz",
          "%",
          "%E2%98%83",
          "%5c",
          ";x=1",
          "chat;jsessionid=1",
          "health",
          "metrics",
          "a b",
          "\u00e4",
          "~",
          "WEB-INF",
          "web.xml",
          "META-INF",
          "[x]",
          "{id}",
          "blobs",
          "pull",
          "delete",
          "show",
          "openapi",
          "openapi/ui",
          "CHAT",
          "tags",
          "<script>",
          "%3Cscript%3E",
          "%0d%0aX-Injected:1");
  private static final List<String> QUERIES =
      List.of("", "?", "?a=b", "?%zz", "?a=%00&b", "?stream=true", "?a[]={}", "?\u00e4", "??&&==");

  private final RandomGenerator random;

  OddPaths(RandomGenerator random) {
    this.random = random;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** Whether {@code path} is one by the rules of HTTP, and harmless. */
  static boolean wellFormed(String path) {
    return path.length() <= LONGEST
        && WELL_FORMED.matcher(path).matches()
        && !UNSAFE.matcher(path).find();
  }

  String query() {
    return any(QUERIES);
  }

  String path() {
    List<String> parts = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      parts.add(any(SEGMENTS));
    }
    String path = "/" + String.join("/", parts) + query();
    return switch (random.nextInt(12)) {
      case 0 -> "http://127.0.0.1" + path;
      case 1 -> path + "/" + "z".repeat(random.nextInt(20_000));
      case 2 -> any(List.of("*", "", "//", "x", "127.0.0.1:80", "/v1/models/" + any(SEGMENTS)));
      default -> path;
    };
  }
}
