package dev.localllm.pipeline;

import dev.localllm.limits.Level;
import dev.localllm.limits.Standing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells callers where they stand, in OpenAI's headers, whatever their dialect. */
final class RateLimitHeaders {

  private RateLimitHeaders() {}

  /** The headers; none for a caller without limits. */
  static Map<String, String> of(Standing standing) {
    if (standing.requests().isEmpty()
        && standing.tokens().isEmpty()
        && !standing.softBudgetExceeded()) {
      return Map.of();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    standing.requests().ifPresent(level -> add(headers, "requests", level));
    standing.tokens().ifPresent(level -> add(headers, "tokens", level));
    if (standing.softBudgetExceeded()) {
      headers.put("x-budget-exceeded", "true");
    }
    return headers;
  }

  private static void add(Map<String, String> headers, String what, Level level) {
    headers.put("x-ratelimit-limit-" + what, Long.toString(level.limit()));
    headers.put("x-ratelimit-remaining-" + what, Long.toString(level.remaining()));
    headers.put("x-ratelimit-reset-" + what, words(level.reset()));
  }

  /** As OpenAI writes durations: {@code 6m0s}, {@code 1s}, {@code 120ms}. */
  static String words(Duration duration) {
    long millis = duration.toMillis();
    if (millis > 0 && millis < 1000) {
      return millis + "ms";
    }
    long seconds = Math.ceilDiv(millis, 1000L);
    return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
  }
}
