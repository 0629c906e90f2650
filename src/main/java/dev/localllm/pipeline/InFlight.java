package dev.localllm.pipeline;

import java.time.Duration;

/**
 * Counts the requests under way at backends and bounds them, and counts those whose bodies are
 * still to come: they take no place, but the end of the process waits for them too. Thread-safe.
 */
public final class InFlight {

  private final int limit;
  private int working;
  private int arriving;
  private boolean closed;
  private volatile boolean draining;

  /** Allows {@code limit} requests at a time. */
  public InFlight(int limit) {
    this.limit = limit;
  }

  /** A request is on its way; it is to {@link #takePlace} or to {@link #depart}. */
  synchronized void arrive() {
    arriving++;
  }

  /** One that was on its way is over, without ever having had a place. */
  synchronized void depart() {
    arriving--;
    changed();
  }

  /**
   * Gives one that was on its way a place, if one is free; whoever gets {@code true} gives it back
   * by {@link #leave}, otherwise it is still on its way.
   */
  synchronized boolean takePlace() {
    if (!enter()) {
      return false;
    }
    arriving--;
    return true;
  }

  /** Takes a place if one is free; whoever gets {@code true} gives it back by {@link #leave}. */
  public synchronized boolean enter() {
    if (isFull()) {
      return false;
    }
    working++;
    return true;
  }

  /** Gives a place back. */
  public synchronized void leave() {
    working--;
    changed();
  }

  /** Whether a request that came now would find no place. */
  synchronized boolean isFull() {
    return closed || working == limit;
  }

  /** How many requests are under way. */
  public synchronized int count() {
    return working;
  }

  /** How many are still to come as a whole. */
  public synchronized int arriving() {
    return arriving;
  }

  /** How many there may be under way. */
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
   * Waits until no request is under way or on its way; none can begin afterwards.
   *
   * @return false when some still are after {@code bound}
   */
  public synchronized boolean awaitNone(Duration bound) throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    while (working + arriving > 0) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    closed = true;
    return true;
  }

  private void changed() {
    if (working + arriving == 0) {
      notifyAll();
    }
  }
}
