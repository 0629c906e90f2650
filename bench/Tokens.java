import java.time.Instant;

/**
 * Reads a streamed answer, of either dialect, without parsing it: each token of the fake upstream
 * is an {@code @} and the time of its writing in 16 digits.
 */
final class Tokens implements Wire.Body {

  /** Digits of a stamp: microseconds since 1970. */
  static final int DIGITS = 16;

  private final Samples delays;
  private int count;
  private long firstNanos;
  private int digitsLeft;
  private long stamp;

  /** Adds the nanoseconds from writing to reading of each token to {@code delays}. */
  Tokens(Samples delays) {
    this.delays = delays;
  }

  static long nowMicros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }

  int count() {
    return count;
  }

  /** When the first token was read, by {@link System#nanoTime}. */
  long firstNanos() {
    return firstNanos;
  }

  @Override
  public void take(byte[] bytes, int from, int to) {
    int before = count;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (digitsLeft > 0) {
        stamp = stamp * 10 + b - '0';
        if (--digitsLeft == 0) {
          delays.add(Math.max(0, nowMicros() - stamp) * 1000);
          count++;
        }
      } else if (b == '@') {
        digitsLeft = DIGITS;
        stamp = 0;
      }
    }
    if (before == 0 && count > 0) {
      firstNanos = System.nanoTime();
    }
  }
}
