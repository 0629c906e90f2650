package dev.localllm.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The parameters of a request's address. What is wrong is collected, and the reading goes on as if
 * it were not there. For one thread.
 */
final class Query {
  private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}]{1,300}");
  private static final int USUAL = 50;
  private static final int MOST = 500;

  private final Map<String, List<String>> given;
  private final Flaws flaws;

  /** The parameters {@code given}, decoded, of which there are only {@code known} ones. */
  Query(Map<String, List<String>> given, Set<String> known, Flaws flaws) {
    this.given = Map.copyOf(given);
    this.flaws = flaws;
    given.forEach((name, values) -> {
      if (!known.contains(name)) {
        flaws.add(name, "is not a parameter of this address");
      } else if (values.size() > 1) {
        flaws.add(name, "must be given only once");
      }
    });
  }

  /** A text of 1 to 300 characters on one line. */
  Optional<String> text(String name) {
    return read(
        name,
        "must be 1 to 300 characters on one line",
        text -> Optional.of(text).filter(LINE.asMatchPredicate()));
  }

  /** A point in time. */
  Optional<Instant> time(String name) {
    return read(name, "must be a time (RFC 3339), such as 2027-01-31T12:00:00Z", Times::read);
  }

  /** How many rows a page has at most. */
  int limit() {
    return read(
            "limit",
            "must be a whole number from 1 to " + MOST,
            text -> whole(text, MOST).filter(it -> it >= 1))
        .orElse(USUAL);
  }

  /**
   * The place where the page before has ended; empty for the first page.
   *
   * @param length of the place, in parts
   * @param reading of the parts; empty when they are no place
   */
  <T> Optional<T> after(String list, int length, Function<List<String>, Optional<T>> reading) {
    return read(
        "after",
        "must be what the page before had as next",
        text -> Cursor.place(list, length, text).flatMap(reading));
  }

  /** A whole number from 0 to {@code most}; empty when it is none. */
  static Optional<Integer> whole(String text, int most) {
    return Optional.of(text)
        .filter(it -> it.matches("[0-9]{1,9}"))
        .map(Integer::valueOf)
        .filter(it -> it <= most);
  }

  /** A parameter of a kind of its own. */
  <T> Optional<T> read(String name, String rule, Function<String, Optional<T>> reading) {
    List<String> values = given.get(name);
    if (values == null || values.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> value = reading.apply(values.getFirst());
    if (value.isEmpty()) {
      flaws.add(name, rule);
    }
    return value;
  }
}
