package dev.localllm.limits;

import dev.localllm.access.Caller;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.temporal.ChronoField;
import java.util.Optional;

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
   * Begins to count a request of which nothing is known yet but its caller, against all of the
   * caller's limits or against none. Does not block.
   */
  public PendingVerdict begin(Caller caller) {
    return begin(Demand.of(caller, 0));
  }

  /**
   * Takes the tokens that a permitted request may use. Blocks for one exchange with the cache, a
   * second at most; not at all when there is no cache or the caller has no limit of tokens.
   *
   * @param wish what is more than the whole limit counts as the whole limit
   * @return the same permit, which knows how many were granted; or a refusal, and then the permit
   *     has still to be settled
   */
  public Verdict reserve(Permit permit, Wish wish) {
    Optional<Demand> request = permit.demand().filter(demand -> demand.tokens() > 0);
    if (request.isEmpty()) {
      return permit;
    }
    Claim claim = counters.take(request.get().forTokens(wish));
    return claim.tally().isGranted() ? permit.reserved(claim) : Refusal.of(claim);
  }

  PendingVerdict begin(Demand demand) {
    return new PendingVerdict(demand.isUnlimited() ? null : counters.begin(demand));
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
