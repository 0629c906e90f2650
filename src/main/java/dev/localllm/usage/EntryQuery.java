package dev.localllm.usage;

import java.util.Optional;

/**
 * A question for single entries, the latest first.
 *
 * @param days which days
 * @param filter which requests
 * @param limit entries at most, 1 to 1,000
 * @param after where the page before ended; empty for the first page
 */
public record EntryQuery(Days days, UsageFilter filter, int limit, Optional<EntryCursor> after) {

  /**
   * @throws IllegalArgumentException saying what is out of range
   */
  public EntryQuery {
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("the limit must be from 1 to 1000, not " + limit);
    }
  }
}
