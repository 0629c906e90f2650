package dev.localllm.fake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What happened so far, and a way to wait for more. Thread-safe. */
final class Journal {

  private final List<Received> requests = new ArrayList<>();
  private final List<Cancelled> cancelled = new ArrayList<>();
  private int connections;
  private int active;

  synchronized void received(Received request) {
    requests.add(request);
    notifyAll();
  }

  synchronized void cancelled(Cancelled stream) {
    cancelled.add(stream);
    notifyAll();
  }

  synchronized void connection(int change) {
    connections += change;
    notifyAll();
  }

  synchronized void active(int change) {
    active += change;
    notifyAll();
  }

  synchronized List<Received> requests() {
    return List.copyOf(requests);
  }

  synchronized List<Cancelled> cancelled() {
    return List.copyOf(cancelled);
  }

  synchronized int connections() {
    return connections;
  }

  synchronized int active() {
    return active;
  }

  synchronized void clear() {
    requests.clear();
    cancelled.clear();
  }

  /** Waits until {@code condition} holds; returns whether it does. */
  synchronized boolean await(BooleanSupplier condition, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        wait(left / 1_000_000 + 1);
      }
      return true;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
