package dev.localllm.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Looks at the database again and again, so that whoever asks how it is need not wait. The embedded
 * one is left alone until somebody uses it. Thread-safe.
 */
public final class DatabaseWatch implements Runnable {
  private static final Logger LOG = System.getLogger(DatabaseWatch.class.getName());

  private final Database database;
  private final Duration pause;
  private final InstantSource clock;
  private final Consumer<IncompatibleSchema> refuse;
  private volatile State state;
  private volatile boolean wasUp;

  /**
   * How the database is.
   *
   * @param up whether it answered the last time, or nobody has needed it yet
   * @param since when that began
   */
  public record State(boolean up, Instant since) {}

  /** Looks every {@code pause}; {@code refuse} ends the process when the schema does not fit. */
  DatabaseWatch(
      Database database, Duration pause, InstantSource clock, Consumer<IncompatibleSchema> refuse) {
    this.database = database;
    this.pause = pause;
    this.clock = clock;
    this.refuse = refuse;
    state = new State(!database.isPostgresql(), clock.instant());
  }

  /** What the last look found; does not block. */
  public State state() {
    return state;
  }

  /** Whether it has answered at all since the start. */
  public boolean wasUp() {
    return wasUp;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        look();
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks once. Blocks. */
  void look() {
    if (!database.isPostgresql() && !database.isOpen()) {
      return;
    }
    try {
      boolean up = database.answers();
      wasUp |= up;
      if (up != state.up()) {
        LOG.log(up ? Level.INFO : Level.WARNING, "the database is {0}", up ? "there" : "away");
        state = new State(up, clock.instant());
      }
    } catch (IncompatibleSchema e) {
      refuse.accept(e);
    }
  }
}
