package dev.localllm.audit;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Keeps taking the journal to the database, on a thread of its own. */
final class Carrier implements Runnable {
  private static final Logger LOG = System.getLogger(Carrier.class.getName());

  private final Journal journal;
  private final Delivery delivery;
  private final Anchors anchors;
  private final Duration pause;
  private final Semaphore work = new Semaphore(0);
  private boolean away;
  private volatile boolean ending;

  /** Tries again after {@code pause} when the database is away, and looks around as often. */
  Carrier(Journal journal, Delivery delivery, Anchors anchors, Duration pause) {
    this.journal = journal;
    this.delivery = delivery;
    this.anchors = anchors;
    this.pause = pause;
  }

  /** There is something in the journal. */
  void wake() {
    work.release();
  }

  /** Ends the thread after one more try. */
  void end() {
    ending = true;
    wake();
  }

  @Override
  public void run() {
    try {
      for (boolean last = false; !last; ) {
        if (!away || ending) {
          work.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
        } else {
          Thread.sleep(pause);
        }
        work.drainPermits();
        last = ending;
        carry();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void carry() {
    try {
      delivery.deliver(journal);
      anchors.write();
      delivery.deliverOrphans();
      if (away) {
        LOG.log(Level.INFO, "the audit log reaches the database again");
      }
      away = false;
    } catch (RuntimeException | IOException e) {
      if (!away) {
        LOG.log(
            Level.WARNING,
            "the audit log waits in DATA_DIR, because it does not reach the database: {0}",
            String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      }
      away = true;
    }
  }
}
