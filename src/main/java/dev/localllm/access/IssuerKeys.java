package dev.localllm.access;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's keys, held in memory and renewed in the background. Never more than one fetch is
 * under way; whatever asks for one meanwhile shares it. Thread-safe.
 */
final class IssuerKeys {

  private static final Logger LOG = System.getLogger(IssuerKeys.class.getName());

  private static final Duration RENEWAL = Duration.ofMinutes(5);
  private static final Duration BETWEEN_URGENT_FETCHES = Duration.ofSeconds(10);
  private static final Duration LONGEST_OUTAGE = Duration.ofHours(24);
  private static final int MOST_WAITING = 1000;

  /** Keys, and when they came. */
  private record Held(KeySet keys, Instant since) {}

  private final KeySource source;
  private final Set<String> algorithms;
  private final InstantSource clock;
  private final Executor threads;
  private final Semaphore seats = new Semaphore(MOST_WAITING);

  private volatile Held held = new Held(KeySet.NONE, Instant.EPOCH);
  private volatile String problem = "";

  /** What ends with the fetch under way. Guarded by this, like the next. */
  private @Nullable CountDownLatch running;

  private Instant lastUrgent = Instant.EPOCH;

  /**
   * Knows no keys yet.
   *
   * @param algorithms the signatures that are accepted
   * @param threads where fetches run
   */
  IssuerKeys(KeySource source, Set<String> algorithms, InstantSource clock, Executor threads) {
    this.source = source;
    this.algorithms = Set.copyOf(algorithms);
    this.clock = clock;
    this.threads = threads;
  }

  /** The keys that count; {@link KeySet#NONE} before the first have come or after a long outage. */
  KeySet keys() {
    return areFresh() ? held.keys() : KeySet.NONE;
  }

  /** Whether the issuer's keys are known, be there any or none. */
  boolean areFresh() {
    return clock.instant().isBefore(held.since().plus(LONGEST_OUTAGE));
  }

  /** Begins to fetch the keys if it is time to renew them. Returns at once. */
  void renew() {
    if (hasPassed(held.since(), RENEWAL)) {
      begin(!problem.isEmpty());
    }
  }

  /**
   * For a token whose key is unknown: sees to it that the keys are fetched, but not too often.
   * Returns at once: whether a fetch is now under way.
   */
  boolean ask() {
    return begin(true);
  }

  private boolean begin(boolean urgent) {
    CountDownLatch flight;
    synchronized (this) {
      if (running != null) {
        return true;
      }
      if (urgent) {
        if (!hasPassed(lastUrgent, BETWEEN_URGENT_FETCHES)) {
          return false;
        }
        lastUrgent = clock.instant();
      }
      flight = new CountDownLatch(1);
      running = flight;
    }
    try {
      threads.execute(() -> fetch(flight));
    } catch (RuntimeException | Error e) {
      // without an end of this one there would never be a next
      end(flight, "there is no thread to fetch them on");
    }
    return true;
  }

  private void fetch(CountDownLatch flight) {
    String outcome = "fetching them failed unexpectedly";
    try {
      KeySet fetched = KeySet.read(source.fetch(), algorithms);
      held = new Held(fetched, clock.instant());
      outcome = fetched.size() > 0 ? "" : "none of them can verify what JWT_ALGORITHMS accepts";
    } catch (KeySource.Unavailable e) {
      outcome = e.reason();
    } finally {
      end(flight, outcome);
    }
  }

  private void end(CountDownLatch flight, String outcome) {
    String before = problem;
    problem = outcome;
    synchronized (this) {
      running = null;
    }
    flight.countDown();
    if (before.isEmpty() && !outcome.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "JWT_JWKS_URL brings no usable keys: {0}. The last set it brought counts for {1} hours.",
          outcome,
          LONGEST_OUTAGE.toHours());
    } else if (!before.isEmpty() && outcome.isEmpty()) {
      LOG.log(Level.INFO, "JWT_JWKS_URL brings usable keys again: {0}.", held.keys().size());
    }
  }

  /**
   * Waits for the fetch under way, if there is one: whether it has ended. Says no at once when very
   * many wait already.
   */
  boolean await(Duration patience) {
    CountDownLatch flight;
    synchronized (this) {
      flight = running;
    }
    if (flight == null) {
      return true;
    }
    if (!seats.tryAcquire()) {
      return false;
    }
    try {
      return flight.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      seats.release();
    }
  }

  /** What is known, for operators. */
  Tokens.State state() {
    Held now = held;
    return new Tokens.State(keys().size(), now.since(), areFresh(), problem);
  }

  /** A clock that has been set back must not stop anything for as long. */
  private boolean hasPassed(Instant since, Duration time) {
    Instant now = clock.instant();
    return now.isBefore(since) || Duration.between(since, now).compareTo(time) >= 0;
  }
}
