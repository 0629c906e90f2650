package dev.localllm.limits;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Looks after the counters until the thread is interrupted. */
record Upkeep(Counters counters) implements Runnable {
  private static final Logger LOG = System.getLogger(Upkeep.class.getName());
  private static final Duration USUALLY = Duration.ofSeconds(1);
  private static final Duration DEGRADED = Duration.ofMillis(200);

  @Override
  public void run() {
    try {
      while (true) {
        look();
        Thread.sleep(counters.state().degraded() ? DEGRADED : USUALLY);
      }
    } catch (InterruptedException e) {
      counters.leave();
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      counters.look();
    } catch (RuntimeException e) {
      // without further looks the others would stop counting this replica
      LOG.log(Level.ERROR, "limits could not be looked after", e);
    }
  }
}
