package dev.localllm.usage;

import java.util.EnumSet;
import java.util.Set;

/**
 * A question about sums.
 *
 * @param days which days
 * @param filter which requests
 * @param groupBy what to split the sums by; by nothing for a single sum
 * @param limit sums at most, 1 to 1,000
 * @param offset sums to pass over, 0 to 1,000,000
 */
public record UsageQuery(
    Days days, UsageFilter filter, Set<Dimension> groupBy, int limit, int offset) {

  /**
   * @throws IllegalArgumentException saying what is out of range
   */
  public UsageQuery {
    groupBy = groupBy.isEmpty() ? Set.of() : EnumSet.copyOf(groupBy);
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("the limit must be from 1 to 1000, not " + limit);
    }
    if (offset < 0 || offset > 1_000_000) {
      throw new IllegalArgumentException("the offset must be from 0 to 1000000, not " + offset);
    }
  }
}
