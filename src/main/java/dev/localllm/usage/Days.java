package dev.localllm.usage;

import java.time.LocalDate;

/**
 * Days (UTC), both included.
 *
 * @param from not after {@code to}
 * @param to at most ten years later
 */
public record Days(LocalDate from, LocalDate to) {

  /**
   * @throws IllegalArgumentException saying what is wrong with them
   */
  public Days {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("the first day, " + from + ", is after the last, " + to);
    }
    if (to.isAfter(from.plusYears(10))) {
      throw new IllegalArgumentException("more than ten years from " + from + " to " + to);
    }
  }
}
