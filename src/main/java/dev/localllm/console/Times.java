package dev.localllm.console;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Points in time and durations as the admin API writes them. */
final class Times {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})([smhd])");
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private Times() {}

  /** In UTC, as RFC 3339 has it; null for none. */
  static @Nullable String write(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  /** A time from 1970 to 9999 in the precision of the database; empty when it is none. */
  static Optional<Instant> read(String text) {
    if (!RFC_3339.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      Instant time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
      return Optional.of(time).filter(it -> !it.isBefore(Instant.EPOCH) && it.isBefore(LATEST));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A duration such as {@code 24h}; empty when it is none. */
  static Optional<Duration> readDuration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        });
  }
}
