package dev.localllm.usage;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A thread that takes a step, rests for as long as the step says, and takes the next one. */
final class Loop {
  private static final Logger LOG = System.getLogger(Loop.class.getName());
  private static final Duration AFTER_A_BUG = Duration.ofSeconds(1);

  private final Supplier<Duration> step;
  private final Thread thread;
  private volatile boolean stopping;

  Loop(String name, Supplier<Duration> step, ThreadFactory threads) {
    this.step = step;
    thread = threads.newThread(this::run);
    thread.setName(name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends a rest. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /**
   * Lets it take one more step, and waits for its end.
   *
   * @return whether it ended in time
   */
  boolean stop(Duration patience) {
    stopping = true;
    wake();
    try {
      return thread.getState() == Thread.State.NEW || thread.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** An interrupt is the container's wish that the thread should end. */
  private void run() {
    boolean last = false;
    while (!last && !Thread.interrupted()) {
      last = stopping;
      Duration rest = safely();
      if (!stopping) {
        LockSupport.parkNanos(this, rest.toNanos());
      }
    }
  }

  private Duration safely() {
    try {
      return step.get();
    } catch (RuntimeException | Error e) {
      // the ledger must go on, whatever it was
      LOG.log(Level.ERROR, thread.getName() + " failed", e);
      return AFTER_A_BUG;
    }
  }
}
