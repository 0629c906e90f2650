package dev.localllm.protocol.openai;

import dev.localllm.protocol.FieldLengths;
import java.util.List;

/**
 * Recognises durations as Go's {@code time.ParseDuration} reads them: a sign, and numbers with
 * units. Plain code: a regular expression would need a level of the stack for each number.
 */
final class GoDuration {

  private static final int MAX_DIGITS = 15;
  private static final int MAX_FRACTION = 9;

  /** Longer ones first where one begins another. */
  private static final List<String> UNITS = List.of("ns", "us", "µs", "ms", "s", "m", "h");

  private final String text;
  private int at;

  private GoDuration(String text) {
    this.text = text;
  }

  /** Whether it is one, at most {@link FieldLengths#DURATION} chars long. */
  static boolean is(String text) {
    return text.length() <= FieldLengths.DURATION && new GoDuration(text).read();
  }

  private boolean read() {
    if (text.startsWith("-") || text.startsWith("+")) {
      at++;
    }
    do {
      if (!part()) {
        return false;
      }
    } while (at < text.length());
    return true;
  }

  private boolean part() {
    int whole = digits();
    if (whole == 0 || whole > MAX_DIGITS) {
      return false;
    }
    if (text.startsWith(".", at)) {
      at++;
      if (digits() > MAX_FRACTION) {
        return false;
      }
    }
    for (String unit : UNITS) {
      if (text.startsWith(unit, at)) {
        at += unit.length();
        return true;
      }
    }
    return false;
  }

  private int digits() {
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from;
  }
}
