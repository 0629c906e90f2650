import java.util.Arrays;

/** Measured values, kept one by one. Not thread-safe: one for each worker, then merge. */
final class Samples {

  private long[] values = new long[64];
  private int count;
  private boolean sorted;

  void add(long value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, count * 2);
    }
    values[count++] = value;
    sorted = false;
  }

  void addAll(Samples others) {
    for (int i = 0; i < others.count; i++) {
      add(others.values[i]);
    }
  }

  int count() {
    return count;
  }

  /** The value that {@code share} of all do not exceed; NaN when there are none. */
  double percentile(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    if (!sorted) {
      Arrays.sort(values, 0, count);
      sorted = true;
    }
    return values[Math.max(0, (int) Math.ceil(share * count) - 1)];
  }

  /** A percentile of nanoseconds in milliseconds. */
  double millis(double share) {
    return percentile(share) / 1e6;
  }
}
