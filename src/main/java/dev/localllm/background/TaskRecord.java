package dev.localllm.background;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What happened to a task: counted, and logged when that changes. Thread-safe. */
final class TaskRecord {
  private static final Logger LOG = System.getLogger(TaskRecord.class.getName());

  /** Soon: many tasks hold others up when they fail, and most failures pass. */
  static final long FIRST_REST = Duration.ofMillis(100).toNanos();

  static final long LONGEST_REST = Duration.ofSeconds(5).toNanos();

  private final String name;
  private final LongSupplier nanoTime;
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong failing = new AtomicLong();
  private volatile long completed;

  TaskRecord(String name, LongSupplier nanoTime) {
    this.name = name;
    this.nanoTime = nanoTime;
    completed = nanoTime.getAsLong();
  }

  void completed() {
    completed = nanoTime.getAsLong();
    // read first: it is written in rare cases only
    if (failing.get() > 0) {
      long count = failing.getAndSet(0);
      log(Level.INFO, "works again; failed steps: " + count, null);
    }
  }

  /**
   * A step has thrown. Works without memory too, but for the line.
   *
   * @return how long to rest, in nanoseconds
   */
  long failed(Throwable cause) {
    failures.incrementAndGet();
    long before = failing.getAndIncrement();
    if (before == 0) {
      log(Level.ERROR, "failed and is tried again until it works", cause);
    }
    return before >= 6 ? LONGEST_REST : FIRST_REST << before;
  }

  TaskState state() {
    return new TaskState(
        failures.get(), failing.get(), Duration.ofNanos(nanoTime.getAsLong() - completed));
  }

  private void log(Level level, String what, @Nullable Throwable cause) {
    try {
      LOG.log(level, "background task " + name + " " + what, cause);
    } catch (Throwable e) {
      // there may be no memory for a line; the count tells it as well
      return;
    }
  }
}
