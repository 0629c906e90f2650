package dev.localllm.limits;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;

/** Calendar months in UTC, as whole numbers. */
final class Months {

  private Months() {}

  /** The month of a time, in milliseconds since 1970, as {@link ChronoField#PROLEPTIC_MONTH}. */
  static long of(long millis) {
    return Instant.ofEpochMilli(millis)
        .atOffset(ZoneOffset.UTC)
        .getLong(ChronoField.PROLEPTIC_MONTH);
  }
}
