package dev.localllm.limits;

import dev.localllm.limits.MemoryCounters.Spending;
import dev.localllm.limits.Tally.Ruling;

/** What one caller has taken, as one replica counts it. Whoever uses it holds its lock. */
final class Usage {
  private final Window window = new Window();
  private int underway;
  private long month;
  private long spent;
  private boolean dropped;

  /**
   * Takes what is demanded, or nothing.
   *
   * @param thisMonth the month of {@code millis}
   */
  Tally take(Demand demand, long millis, long thisMonth) {
    window.moveTo(millis);
    long sum = spentIn(thisMonth);
    long requests =
        demand.requests() == 0 || demand.count() == 0
            ? 0
            : window.untilRequests(demand.requests() - demand.count());
    long tokens = demand.tokens() == 0 ? 0 : window.untilTokens(demand.tokens() - demand.least());
    long granted = 0;
    Ruling ruling;
    if (demand.hard() && demand.hasBudget() && sum >= demand.budget()) {
      ruling = Ruling.BUDGET;
    } else if (requests > 0 || tokens > 0) {
      ruling = tokens > requests ? Ruling.TOKENS : Ruling.REQUESTS;
    } else if (demand.concurrency() > 0 && underway >= demand.concurrency()) {
      ruling = Ruling.CONCURRENCY;
    } else {
      ruling = Ruling.GRANTED;
      granted = grant(demand);
    }
    return tally(ruling, Math.max(requests, tokens), sum, granted);
  }

  /** Puts what was used in the place of what was granted. */
  Usage settle(Claim claim, long tokens, long cost, long millis) {
    if (claim.demand().concurrency() > 0) {
      underway--;
    }
    long debt = claim.debt(tokens);
    if (debt < 0) {
      window.refund(claim.tally().atMillis(), -debt);
    } else if (debt > 0) {
      window.moveTo(millis);
      window.add(0, debt);
    }
    if (cost > 0 && claim.demand().hasBudget()) {
      long paid = Months.of(claim.tally().atMillis());
      raise(paid, Math.min(Money.MOST, spentIn(paid) + cost));
    }
    return this;
  }

  /** Raises what was spent in a month, if it is less; past months do not matter. */
  Usage raise(long ofMonth, long atLeast) {
    if (ofMonth > month) {
      month = ofMonth;
      spent = atLeast;
    } else if (ofMonth == month) {
      spent = Math.max(spent, atLeast);
    }
    return this;
  }

  void tellSpending(String caller, Spending to) {
    if (spent > 0) {
      to.spent(caller, month, spent);
    }
  }

  /** Marks it as dropped if nothing is lost by that. */
  boolean drop(long millis, long thisMonth) {
    window.moveTo(millis);
    dropped = window.isEmpty() && underway == 0 && spentIn(thisMonth) == 0;
    return dropped;
  }

  boolean isDropped() {
    return dropped;
  }

  private long spentIn(long ofMonth) {
    return ofMonth == month ? spent : 0;
  }

  /** Returns how many tokens were granted. */
  private long grant(Demand demand) {
    long tokens = 0;
    if (demand.hasWindow()) {
      tokens = Math.min(demand.estimate(), Math.max(0, demand.tokens() - window.tokens()));
      window.add(demand.count(), tokens);
    }
    if (demand.concurrency() > 0) {
      underway++;
    }
    return tokens;
  }

  private Tally tally(Ruling ruling, long delay, long sum, long granted) {
    return new Tally(
        ruling,
        delay,
        window.requests(),
        window.untilRequests(0),
        window.tokens(),
        window.untilTokens(0),
        sum,
        window.now(),
        granted);
  }
}
