package dev.localllm.usage;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page of entries ends.
 *
 * @param endedAt of its last entry
 * @param id of its last entry
 */
public record EntryCursor(Instant endedAt, String id) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,15})-(.{1,40})");

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static EntryCursor parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    try {
      if (matcher.matches()) {
        return new EntryCursor(
            Instant.ofEpochMilli(Long.parseLong(matcher.group(1))), matcher.group(2));
      }
    } catch (DateTimeException e) {
      // as bad as any other
    }
    throw new IllegalArgumentException("this is not a cursor that an earlier page gave");
  }

  /** A form for URLs, which says nothing to those who use it. */
  @Override
  public String toString() {
    return endedAt.toEpochMilli() + "-" + id;
  }
}
