package dev.localllm.usage;

import java.util.concurrent.atomic.LongAdder;

/** What became of entries. Thread-safe. */
final class Counts {
  private final LongAdder written = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder rejected = new LongAdder();

  void written(long rows) {
    written.add(rows);
  }

  void lost(long entries) {
    lost.add(entries);
  }

  void rejected(long rows) {
    rejected.add(rows);
  }

  long written() {
    return written.sum();
  }

  long lost() {
    return lost.sum();
  }

  long rejected() {
    return rejected.sum();
  }
}
