package dev.localllm.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of a {@code .env} file: {@code KEY=VALUE} lines, as {@code docs/configuration.md}
 * describes them. {@code $} is taken literally, nothing is continued on a further line, and what is
 * unclear is refused with the number of its line; the line itself is not repeated, since it may
 * hold a secret.
 */
final class EnvFile {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?:export\\s+)?([A-Z][A-Z0-9_]*)=(.*)");
  private static final Pattern COMMENT = Pattern.compile("(?:\\s+#.*)?");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
  private static final Map<String, String> ESCAPES =
      Map.of("n", "\n", "t", "\t", "\"", "\"", "\\", "\\", "$", "$");

  private final String name;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private EnvFile(String name) {
    this.name = name;
  }

  /** Reads {@code text}; {@code name} is how the file is called in problems. */
  static EnvFile parse(String name, String text) {
    EnvFile file = new EnvFile(name);
    String[] lines = text.replaceFirst("^\uFEFF", "").split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      file.line(i + 1, lines[i].strip());
    }
    return file;
  }

  /** The values by key, in the order of the file; without those that have a problem. */
  Map<String, String> values() {
    return values;
  }

  List<Problem> problems() {
    return problems;
  }

  private void line(int number, String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    Matcher assignment = ASSIGNMENT.matcher(line);
    if (!assignment.matches()) {
      refuse("line " + number, number, "must be KEY=VALUE with an UPPER_SNAKE_CASE key");
      return;
    }
    String key = assignment.group(1);
    Integer earlier = lines.putIfAbsent(key, number);
    if (earlier != null) {
      refuse(key, number, "line %d has given this key already".formatted(earlier));
    } else if (known(key, number)) {
      value(key, assignment.group(2), number);
    }
  }

  private boolean known(String key, int number) {
    if (KnownNames.ofProcess(key)) {
      refuse(
          key, number, "is read before any file; set it in the environment of the process instead");
      return false;
    }
    KnownNames.complaint(key).ifPresent(complaint -> refuse(key, number, complaint));
    return KnownNames.complaint(key).isEmpty();
  }

  private void value(String key, String text, int number) {
    String value = text.strip();
    if (!value.startsWith("'") && !value.startsWith("\"")) {
      values.put(key, text.replaceFirst("\\s+#.*$", "").strip());
      return;
    }
    int end = closing(value);
    if (end < 0) {
      refuse(key, number, "the quote must end on its line; \"\\n\" stands for a line break");
    } else if (!COMMENT.matcher(value.substring(end + 1)).matches()) {
      refuse(key, number, "nothing but a comment may follow the closing quote");
    } else if (value.startsWith("'")) {
      values.put(key, value.substring(1, end));
    } else {
      unescaped(key, value.substring(1, end), number);
    }
  }

  /** Where the quote ends that {@code value} begins with; -1 if nowhere. */
  private static int closing(String value) {
    char quote = value.charAt(0);
    for (int i = 1; i < value.length(); i++) {
      if (value.charAt(i) == quote) {
        return i;
      }
      if (quote == '"' && value.charAt(i) == '\\') {
        i++;
      }
    }
    return -1;
  }

  private void unescaped(String key, String text, int number) {
    if (ESCAPE.matcher(text).results().allMatch(each -> ESCAPES.containsKey(each.group(1)))) {
      values.put(
          key,
          ESCAPE
              .matcher(text)
              .replaceAll(
                  each -> Matcher.quoteReplacement(ESCAPES.getOrDefault(each.group(1), ""))));
    } else {
      refuse(
          key,
          number,
          "in double quotes a backslash goes only before n, t, \", \\ and $; single quotes take it"
              + " literally");
    }
  }

  private void refuse(String key, int number, String cure) {
    problems.add(new Problem(key, null, name + " line " + number, cure));
  }
}
