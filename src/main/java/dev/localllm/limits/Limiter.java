package dev.localllm.limits;

import dev.localllm.access.Caller;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.temporal.ChronoField;

/**
 * Grants requests within the limits of their callers (SEC-3): never more in any minute, nor at
 * once, than the limit, over all replicas that share a cache. A budget refuses requests once it is
 * spent; those under way then still finish. Thread-safe.
 */
public final class Limiter {

  /** Callers that a replica counts for by itself. */
  static final int MOST_CALLERS = 100_000;

  private final Counters counters;

  Limiter(Counters counters) {
    this.counters = counters;
  }

  /** One that counts for this process only. */
  public static Limiter alone(InstantSource clock) {
    return new Limiter(new MemoryCounters(clock, MOST_CALLERS));
  }

  /**
   * Counts a request against all limits of its caller, or against none. Blocks for one exchange
   * with the cache, a second at most; not at all when there is no cache or no limit.
   *
   * @param estimatedTokens what it may use, prompt and completion together; what is more than the
   *     whole limit counts as the whole limit
   */
  public Verdict admit(Caller caller, int estimatedTokens) {
    Demand demand = Demand.of(caller, estimatedTokens);
    if (demand.isUnlimited()) {
      return Permit.UNLIMITED;
    }
    Claim claim = counters.take(demand);
    return claim.tally().isGranted() ? Permit.of(claim) : Refusal.of(claim);
  }

  /**
   * Tells what a caller has spent, for the case that less has been counted: after a start, or when
   * the cache has lost something. Does not block.
   *
   * @param month in UTC
   */
  public void ledgerSays(String callerId, YearMonth month, BigDecimal spent) {
    counters.ledgerSays(callerId, month.getLong(ChronoField.PROLEPTIC_MONTH), Money.micros(spent));
  }

  /** How limits are counted now. */
  public LimitsState state() {
    return counters.state();
  }
}
