import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What follows the name of a program: {@code --name value} pairs. */
final class Options {

  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads {@code arguments}; ends the program with {@code help} when they ask for it or are wrong.
   */
  static Options read(String[] arguments, List<String> known, String help) {
    if (List.of(arguments).contains("--help")) {
      System.out.print(help);
      System.exit(0);
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!known.contains(arguments[i]) || i + 1 == arguments.length) {
        System.err.print("What is " + arguments[i] + "?\n\n" + help);
        System.exit(2);
      }
      values.put(arguments[i], arguments[i + 1]);
    }
    return new Options(values);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  long number(String name, long otherwise) {
    return values.containsKey(name) ? Long.parseLong(values.get(name)) : otherwise;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Path path(String name, String otherwise) {
    return Path.of(text(name, otherwise));
  }

  /** A time such as {@code 60s}, {@code 500ms} or {@code 2m}. */
  Duration duration(String name, String otherwise) {
    String text = text(name, otherwise);
    if (text.endsWith("ms")) {
      return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
    }
    return Duration.parse("PT" + text);
  }
}
