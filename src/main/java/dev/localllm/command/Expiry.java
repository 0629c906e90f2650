package dev.localllm.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** When a key ends: a date, whose beginning (UTC) it is, or so long after now. */
@FunctionalInterface
interface Expiry {
  Instant from(Instant now);

  /** Reads it. */
  final class Converter implements ITypeConverter<Expiry> {
    @Override
    public Expiry convert(String text) {
      if (!text.contains("-")) {
        Duration after = Span.parse(text);
        return now -> now.plus(after);
      }
      try {
        Instant end = LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        return now -> end;
      } catch (DateTimeException e) {
        throw new TypeConversionException("'" + text + "' is neither a date nor such as 90d");
      }
    }
  }

  /** A time span in minutes, hours or days. */
  final class Span implements ITypeConverter<Duration> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})([mhd])");

    @Override
    public Duration convert(String text) {
      return parse(text);
    }

    static Duration parse(String text) {
      Matcher matcher = TEXT.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + text + "' is not such as 30m, 24h or 90d");
      }
      long number = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
  }
}
