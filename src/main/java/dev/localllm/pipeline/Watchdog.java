package dev.localllm.pipeline;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks at every request under way, some times a second: one clock for all of them costs less than
 * a timer for each read. Thread-safe.
 */
public final class Watchdog implements Runnable {

  private final Set<Turn> turns = ConcurrentHashMap.newKeySet();

  void add(Turn turn) {
    turns.add(turn);
  }

  void remove(Turn turn) {
    turns.remove(turn);
  }

  /** Looks once. */
  @Override
  public void run() {
    long now = System.nanoTime();
    for (Turn turn : turns) {
      turn.check(now);
    }
  }
}
