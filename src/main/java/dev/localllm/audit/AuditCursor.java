package dev.localllm.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The event after which a page begins. Its text is for query parameters.
 *
 * @param at when that event was
 * @param chain its chain
 * @param position its place there
 */
public record AuditCursor(Instant at, String chain, long position) {
  private static final Pattern TEXT =
      Pattern.compile("(\\d{4}-[0-9T:.-]{6,40}Z)_(.{0,60})_(\\d{1,18})");

  static AuditCursor at(AuditRow row) {
    return new AuditCursor(row.at(), row.chain(), row.position());
  }

  /** The cursor with that text; empty when there is none. */
  public static Optional<AuditCursor> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new AuditCursor(
              Instant.parse(matcher.group(1)), matcher.group(2), Long.parseLong(matcher.group(3))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return at + "_" + chain + "_" + position;
  }
}
