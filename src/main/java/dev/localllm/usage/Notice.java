package dev.localllm.usage;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trouble that may last: since when, and a warning once a minute. Written by one thread, read by
 * any.
 */
final class Notice {
  private static final Logger LOG = System.getLogger(Notice.class.getName());
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private volatile Optional<Instant> since = Optional.empty();
  private Instant quietUntil = Instant.MIN;

  Notice(InstantSource clock) {
    this.clock = clock;
  }

  /** It is so, again or still; whether that was logged. */
  boolean raise(String message) {
    return raise(message, null);
  }

  /** It is so, again or still; whether that was logged. */
  boolean raise(String message, @Nullable Exception cause) {
    Instant now = clock.instant();
    if (since.isEmpty()) {
      since = Optional.of(now);
    }
    if (now.isBefore(quietUntil)) {
      return false;
    }
    quietUntil = now.plus(PAUSE);
    LOG.log(Level.WARNING, message, cause);
    return true;
  }

  /** It is over, if it ever was. */
  void clear(String message) {
    if (since.isPresent()) {
      since = Optional.empty();
      quietUntil = Instant.MIN;
      LOG.log(Level.INFO, message);
    }
  }

  /** Since when; empty when all is well. */
  Optional<Instant> since() {
    return since;
  }
}
