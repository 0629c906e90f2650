package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks at every request under way, some times a second: one clock for all of them costs less than
 * a timer for each read. Thread-safe.
 */
public final class Watchdog {

  private static final Logger LOG = System.getLogger(Watchdog.class.getName());

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Set<Watched> all = ConcurrentHashMap.newKeySet();

  /** Looks at it from now on. */
  public void add(Watched one) {
    all.add(one);
  }

  /** No longer. */
  public void remove(Watched one) {
    all.remove(one);
  }

  /** Ends everything under way; clients are told {@code why}. */
  public void endAll(GatewayError why) {
    for (Watched one : all) {
      try {
        one.end(why);
      } catch (Throwable e) {
        complain(e);
      }
    }
  }

  /** Looks once; tells how long that will do. */
  Duration step() {
    long now = System.nanoTime();
    for (Watched one : all) {
      try {
        one.check(now);
      } catch (Throwable e) {
        // the others, and later looks, must not suffer
        complain(e);
      }
    }
    return PAUSE;
  }

  private static void complain(Throwable failure) {
    try {
      LOG.log(Level.ERROR, "a request could not be watched", failure);
    } catch (Throwable e) {
      // without memory even this may fail; what is scheduled must not end by it
    }
  }
}
