package dev.localllm.observe;

import dev.localllm.pipeline.Settlement;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Locale;

/** How values look in log lines of every format. */
final class LogWords {

  private static final int LONGEST_NAME = 128;

  private LogWords() {}

  /** At most 128 characters: callers choose the names that are logged. */
  static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
  }

  /** Milliseconds with one decimal. */
  static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 1e5) / 10.0;
  }

  static String outcome(Settlement settlement) {
    return settlement.outcome().name().toLowerCase(Locale.ROOT);
  }

  /** The exception with its stack and causes, on many lines. */
  static String trace(Throwable thrown) {
    var trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  /** {@code text} with control characters replaced: it cannot end the line or steer a terminal. */
  static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return text.codePoints()
            .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }
}
