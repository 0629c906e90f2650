package dev.localllm.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of values, except addresses. */
final class Kinds {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KB|MB|GB)?");
  private static final Map<String, Long> BYTES =
      Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);

  private Kinds() {}

  static Kind<Boolean> truth() {
    return new Kind<>(
        "true or false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new Kind.Unfit("");
            });
  }

  static Kind<Integer> whole(int least, int most) {
    return new Kind<>(
        "a whole number from %d to %d".formatted(least, most),
        text -> {
          if (!text.matches("\\d{1,9}")) {
            throw new Kind.Unfit("");
          }
          return within(Integer.valueOf(text), least, most);
        });
  }

  /** One of the constants, in lower case. */
  static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
    Map<String, E> constants =
        Arrays.stream(type.getEnumConstants())
            .collect(Collectors.toMap(each -> each.name().toLowerCase(Locale.ROOT), each -> each));
    String allowed =
        Arrays.stream(type.getEnumConstants())
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "))
            .replaceFirst(", (\\w+)$", " or $1");
    return new Kind<>(
        allowed,
        text -> {
          E constant = constants.get(text);
          if (constant == null) {
            String lower = text.toLowerCase(Locale.ROOT);
            throw new Kind.Unfit(constants.containsKey(lower) ? "write " + lower : "");
          }
          return constant;
        });
  }

  /** A text without white space. */
  static Kind<String> word(int most) {
    return new Kind<>(
        "1 to %d visible characters without spaces".formatted(most),
        text -> matching(text, "[^\\s\\p{Cntrl}]{1," + most + "}"));
  }

  static Kind<String> host() {
    return new Kind<>(
        "a host name, an address, or * for all addresses",
        text -> matching(text, "\\*|[A-Za-z0-9._:%-]{1,253}"));
  }

  static Kind<Path> folder() {
    return new Kind<>(
        "an existing folder",
        text -> {
          try {
            return Path.of(text);
          } catch (InvalidPathException e) {
            throw new Kind.Unfit("");
          }
        });
  }

  static Kind<Path> file() {
    return new Kind<>("the path of a file, which need not be there", folder().parser());
  }

  /** Becomes the value of an HTTP header, so nothing but visible ASCII. */
  static Kind<Secret> secret() {
    return new Kind<>(
        "1 to 4096 visible ASCII characters without spaces",
        text -> new Secret(matching(text, "[!-~]{1,4096}")));
  }

  static Kind<Duration> duration(String least, String most) {
    return new Kind<>(
        "a duration from %s to %s (units ms, s, m, h)".formatted(least, most),
        text -> within(duration(text), duration(least), duration(most)));
  }

  /** A number of bytes; the units are powers of 1,024. */
  static Kind<Integer> size(String least, String most) {
    Kind<Long> size = longSize(least, most);
    return new Kind<>(size.allowed(), text -> Math.toIntExact(size.parse(text)));
  }

  /** The same beyond 2 GB. */
  static Kind<Long> longSize(String least, String most) {
    return new Kind<>(
        "a size from %s to %s (units B, KB, MB, GB of 1024 each)".formatted(least, most),
        text -> within(bytes(text), bytes(least), bytes(most)));
  }

  /** Words without spaces and commas. */
  static Kind<List<String>> words() {
    return new Kind<>(
        "words without spaces, separated by commas",
        text -> list(text, word -> matching(word, "[!-~]{1,200}")));
  }

  /** Some of the words in {@code known}. */
  static Kind<List<String>> words(Set<String> known) {
    return new Kind<>(
        known.stream().sorted().collect(Collectors.joining(", ")) + ", separated by commas",
        text ->
            list(
                text,
                word -> {
                  if (!known.contains(word)) {
                    throw new Kind.Unfit("");
                  }
                  return word;
                }));
  }

  /** Trims the parts between commas, skips empty ones, keeps the first of equal ones. */
  static <T> List<T> list(String text, Function<String, T> part) {
    List<T> parts =
        Stream.of(text.split(","))
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .map(part)
            .distinct()
            .toList();
    if (parts.isEmpty()) {
      throw new Kind.Unfit("at least one is needed");
    }
    return parts;
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new Kind.Unfit(text.matches("\\d+") ? "the unit is missing, write " + text + "s" : "");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private static Long bytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new Kind.Unfit("");
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    return Long.parseLong(matcher.group(1)) * BYTES.getOrDefault(unit, 1L);
  }

  private static <C extends Comparable<C>> C within(C value, C least, C most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new Kind.Unfit("");
    }
    return value;
  }

  static String matching(String text, String pattern) {
    if (!text.matches(pattern)) {
      throw new Kind.Unfit("");
    }
    return text;
  }
}
