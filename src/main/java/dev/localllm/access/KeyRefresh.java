package dev.localllm.access;

import dev.localllm.store.IncompatibleSchema;
import dev.localllm.store.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;

/** Renews the keys in memory again and again, until its thread is interrupted. */
public final class KeyRefresh implements Runnable {
  private static final Logger LOG = System.getLogger(KeyRefresh.class.getName());

  private final KeyRing ring;
  private final Duration pause;
  private final Semaphore wanted = new Semaphore(0);
  private boolean away;

  KeyRefresh(KeyRing ring, Duration pause) {
    this.ring = ring;
    this.pause = pause;
  }

  /** Asks for a renewal now, since a key was changed here. Does not wait for it. */
  public void soon() {
    wanted.release();
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        once();
        if (wanted.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          wanted.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void once() {
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
  }
}
