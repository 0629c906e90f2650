package dev.localllm.pipeline;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Counts the requests under way at backends and bounds them. Thread-safe. */
public final class InFlight {

  private final int limit;
  private final Semaphore free;
  private volatile boolean draining;

  /** Allows {@code limit} requests at a time. */
  public InFlight(int limit) {
    this.limit = limit;
    free = new Semaphore(limit);
  }

  /** Takes a place if one is free; whoever gets {@code true} gives it back by {@link #leave}. */
  public boolean enter() {
    return free.tryAcquire();
  }

  /** Gives a place back. */
  public void leave() {
    free.release();
  }

  /** How many requests are under way. */
  public int count() {
    return limit - free.availablePermits();
  }

  /** How many there may be. */
  public int limit() {
    return limit;
  }

  /** From now on {@link #draining} says so: no new traffic is wanted. */
  public void drain() {
    draining = true;
  }

  /** Whether the server is about to end. */
  public boolean draining() {
    return draining;
  }

  /**
   * Waits until no request is under way; takes all places, so none can begin afterwards.
   *
   * @return false when some still are after {@code bound}
   */
  public boolean awaitNone(Duration bound) throws InterruptedException {
    return free.tryAcquire(limit, bound.toNanos(), TimeUnit.NANOSECONDS);
  }
}
