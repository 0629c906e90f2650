package dev.localllm.limits;

import java.util.Optional;

/**
 * What was counted for requests that had not come yet. It is for the second, of Redis's clock, in
 * which it was counted: a request that is granted from it is counted right in every minute. Not
 * thread-safe.
 */
final class Stock {
  private static final long NANOS_IN_MILLI = 1_000_000;

  private final Demand limits;
  private final Tally tally;
  private final long askedNanos;
  private final long goodForNanos;
  private long requests;
  private long tokens;

  /**
   * All of what was granted.
   *
   * @param limits a request with the limits under which it was granted
   * @param ahead what was asked for
   * @param askedNanos when that was, of {@link System#nanoTime}
   */
  Stock(Demand limits, Demand ahead, Tally tally, long askedNanos) {
    this.limits = limits;
    this.tally = tally;
    this.askedNanos = askedNanos;
    // Redis has counted it later than it was asked for, but maybe late in its millisecond
    goodForNanos = (999 - tally.atMillis() % 1000) * NANOS_IN_MILLI;
    requests = ahead.count();
    tokens = ahead.estimate();
  }

  boolean isGood(long nanos) {
    return nanos - askedNanos < goodForNanos;
  }

  /** Where the caller stands with a request that was granted from it; empty for none. */
  Optional<Tally> take(Demand demand, long nanos) {
    if (!isGood(nanos)
        || requests < demand.count()
        || tokens < demand.estimate()
        || !demand.hasLimitsOf(limits)) {
      return Optional.empty();
    }
    requests -= demand.count();
    tokens -= demand.estimate();
    long passed = (nanos - askedNanos) / NANOS_IN_MILLI;
    return Optional.of(
        new Tally(
            tally.ruling(),
            0,
            tally.requests() - requests,
            tally.requestsResetMillis() - passed,
            tally.tokens() - tokens,
            Math.max(0, tally.tokensResetMillis() - passed),
            0,
            tally.atMillis() + passed,
            demand.estimate()));
  }

  /** What is left, as what is to be given back. */
  Line.Debt unused() {
    return Line.Debt.unused(tally.atMillis(), requests, tokens);
  }
}
