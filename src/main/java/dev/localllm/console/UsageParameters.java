package dev.localllm.console;

import dev.localllm.usage.Days;
import dev.localllm.usage.Dimension;
import dev.localllm.usage.UsageFilter;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The parameters that say which part of the ledger is asked for. For one thread. */
final class UsageParameters {
  /** Those that both the sums and the entries have. */
  static final Set<String> COMMON =
      Set.of("from", "to", "key", "owner", "team", "model", "backend", "after", "limit");

  private static final int USUAL_DAYS = 30;
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
  private static final Pattern VALUE = Pattern.compile("[^\\p{Cntrl}]{0,300}");
  private static final String DIMENSIONS =
      "must be some of %s, separated by commas, each once"
          .formatted(
              Arrays.stream(Dimension.values())
                  .map(UsageParameters::label)
                  .collect(Collectors.joining(", ")));

  private final Query query;
  private final Flaws flaws;

  UsageParameters(Query query, Flaws flaws) {
    this.query = query;
    this.flaws = flaws;
  }

  /** The spelling of a dimension. */
  static String label(Dimension dimension) {
    return dimension.name().toLowerCase(Locale.ROOT);
  }

  /** The last thirty days, unless they say otherwise. */
  Days days(LocalDate today) {
    LocalDate to = day("to").orElse(today);
    LocalDate from = day("from").orElse(to.minusDays(USUAL_DAYS - 1));
    if (to.isBefore(from)) {
      flaws.add("from", "must not be after to, which is " + to);
    } else if (to.isAfter(from.plusYears(10))) {
      flaws.add("from", "must be at most ten years before to, which is " + to);
    } else {
      return new Days(from, to);
    }
    return new Days(today, today);
  }

  UsageFilter filter() {
    return new UsageFilter(
        value("key"), value("owner"), value("team"), value("model"), value("backend"));
  }

  Set<Dimension> groupBy() {
    return query
        .read("group_by", DIMENSIONS, UsageParameters::dimensions)
        .orElseGet(() -> EnumSet.noneOf(Dimension.class));
  }

  private Optional<LocalDate> day(String name) {
    return query.read(name, "must be a day (UTC) such as 2027-01-31", UsageParameters::parsed);
  }

  /** An empty one asks for what has none. */
  private Optional<String> value(String name) {
    return query.read(
        name,
        "must be at most 300 characters on one line",
        text -> Optional.of(text).filter(VALUE.asMatchPredicate()));
  }

  private static Optional<LocalDate> parsed(String text) {
    try {
      return Optional.of(text)
          .filter(DAY.asMatchPredicate())
          .map(LocalDate::parse)
          .filter(day -> day.getYear() >= 1970);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Set<Dimension>> dimensions(String text) {
    List<String> words = Arrays.asList(text.split(",", -1));
    Set<Dimension> named =
        Arrays.stream(Dimension.values())
            .filter(dimension -> words.contains(label(dimension)))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Dimension.class)));
    return Optional.of(named).filter(all -> all.size() == words.size());
  }
}
