package dev.localllm.audit;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Takes the journal to the database, step by step. */
final class Carrier {
  private static final Logger LOG = System.getLogger(Carrier.class.getName());

  private final Journal journal;
  private final Delivery delivery;
  private final Anchors anchors;
  private final Duration pause;
  private volatile boolean away;

  /** Tries again after {@code pause} when the database is away, and looks around as often. */
  Carrier(Journal journal, Delivery delivery, Anchors anchors, Duration pause) {
    this.journal = journal;
    this.delivery = delivery;
    this.anchors = anchors;
    this.pause = pause;
  }

  /** Whether the database was out of reach, so that there is no haste to try again. */
  boolean isAway() {
    return away;
  }

  /** Takes there what can be taken; tells when to look again. */
  Duration step() {
    carry();
    return pause;
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
