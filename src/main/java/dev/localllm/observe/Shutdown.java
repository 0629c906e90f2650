package dev.localllm.observe;

import dev.localllm.pipeline.InFlight;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The orderly end (FLT-6): not ready at once while the port stays open, so that whoever routes
 * traffic here can notice; requests under way finish; then the process ends with code 0.
 */
final class Shutdown implements Runnable {

  /** How a process ends. */
  interface Ending {

    /** The server closes its port and stops the application. */
    void orderly();

    /** At once: the server would wait half a minute more for the requests that were given up. */
    void abrupt();
  }

  /** Enough to tell the clients of requests that were given up. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final InFlight inFlight;
  private final Duration bound;
  private final Runnable giveUp;
  private final Ending ending;
  private final Logger log;

  /**
   * Waits for requests at most for {@code bound}, and then has {@code giveUp} end those that are
   * still under way.
   */
  Shutdown(InFlight inFlight, Duration bound, Runnable giveUp, Ending ending, Logger log) {
    this.inFlight = inFlight;
    this.bound = bound;
    this.giveUp = giveUp;
    this.ending = ending;
    this.log = log;
  }

  /** From now on not ready; a thread of its own does the rest. */
  void begin() {
    inFlight.drain();
    Thread.ofPlatform().name("shutdown").start(this);
  }

  @Override
  public void run() {
    log.log(
        Level.INFO,
        "stopping; requests under way: {0}, on their way: {1}",
        new Object[] {inFlight.count(), inFlight.arriving()});
    boolean finished = finished(bound);
    if (!finished) {
      log.log(
          Level.WARNING,
          "giving up requests under way: {0}, on their way: {1}",
          new Object[] {inFlight.count(), inFlight.arriving()});
      giveUp.run();
      finished = finished(LAST_WORDS);
    }
    if (finished) {
      ending.orderly();
    } else {
      ending.abrupt();
    }
  }

  private boolean finished(Duration patience) {
    try {
      return inFlight.awaitNone(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
