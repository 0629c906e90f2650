package dev.localllm.access;

import dev.localllm.background.BackgroundTask;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.store.IncompatibleSchema;
import dev.localllm.store.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jdbi.v3.core.JdbiException;

/** Renews the keys in memory again and again, once it is started. */
public final class KeyRefresh implements AutoCloseable {
  private static final Logger LOG = System.getLogger(KeyRefresh.class.getName());

  private final KeyRing ring;
  private final Duration pause;
  private final BackgroundTask task;
  private boolean away;

  KeyRefresh(KeyRing ring, Duration pause, BackgroundTasks tasks) {
    this.ring = ring;
    this.pause = pause;
    task = tasks.task("key-refresh", this::step);
  }

  void start() {
    task.start();
  }

  /**
   * Renews them, since a key was changed here: whoever is told of the change may rely on it.
   * Blocks; never throws.
   */
  public void now() {
    try {
      ring.refresh();
    } catch (RuntimeException e) {
      // the change is made; the task says what is wrong, and tries again
      task.wake();
    }
  }

  @Override
  public void close() {
    task.cancel(Duration.ZERO);
  }

  private Duration step() {
    try {
      ring.refresh();
      if (away) {
        LOG.log(Level.INFO, "API keys are read from the database again");
      }
      away = false;
    } catch (StoreUnavailable | IncompatibleSchema | JdbiException e) {
      if (!away) {
        LOG.log(Level.WARNING, "API keys cannot be read from the database: {0}", e.getMessage());
      }
      away = true;
    }
    return pause;
  }
}
