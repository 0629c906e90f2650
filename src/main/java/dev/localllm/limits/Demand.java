package dev.localllm.limits;

import dev.localllm.access.Allowance;
import dev.localllm.access.Caller;
import java.math.BigDecimal;

/**
 * A request that asks to be counted, and the limits of who makes it; 0 stands for no limit.
 *
 * @param caller its id
 * @param requests in any minute
 * @param tokens in any minute
 * @param concurrency under way at once
 * @param budget of a month in millionths; {@link #NO_BUDGET} for none
 * @param hard whether requests are refused once the budget is spent
 * @param estimate the tokens that the request is expected to use; at most {@code tokens}, so that
 *     it passes when nothing else has been taken
 * @param count of requests that it stands for; more than 1 when they have not come yet, 0 when the
 *     request has been counted before
 * @param least the tokens with which it can do when there are not as many as {@code estimate}
 */
record Demand(
    String caller,
    int requests,
    int tokens,
    int concurrency,
    long budget,
    boolean hard,
    int estimate,
    int count,
    int least) {

  static final long NO_BUDGET = -1;

  Demand {
    estimate = Math.clamp(estimate, 0, tokens);
    least = Math.clamp(least, 0, estimate);
  }

  static Demand of(Caller caller, int estimatedTokens) {
    Allowance allowance = caller.allowance();
    BigDecimal budget = allowance.monthlyBudget();
    return new Demand(
        caller.id(),
        Math.max(0, allowance.requests()),
        Math.max(0, allowance.tokens()),
        Math.max(0, allowance.concurrency()),
        budget == null ? NO_BUDGET : Money.micros(budget),
        allowance.budgetIsHard(),
        estimatedTokens,
        1,
        estimatedTokens);
  }

  /** The tokens of this request, which has been counted. */
  Demand forTokens(Wish wish) {
    return new Demand(
        caller,
        requests,
        tokens,
        0,
        NO_BUDGET,
        false,
        (int) Math.min(Integer.MAX_VALUE, wish.most()),
        0,
        (int) Math.min(Integer.MAX_VALUE, wish.least()));
  }

  /**
   * Requests like this that have not come yet, to be granted while more than a quarter of each
   * limit is left.
   */
  Demand ahead(int requestsAhead, int tokensAhead) {
    return new Demand(
        caller,
        requests - requests / 4,
        tokens - tokens / 4,
        0,
        NO_BUDGET,
        false,
        tokensAhead,
        requestsAhead,
        tokensAhead);
  }

  /** Whether both are counted by the minute alike. */
  boolean hasLimitsOf(Demand other) {
    return requests == other.requests && tokens == other.tokens;
  }

  boolean isUnlimited() {
    return !hasWindow() && concurrency == 0 && !hasBudget();
  }

  /** Whether something is counted by the minute. */
  boolean hasWindow() {
    return requests > 0 || tokens > 0;
  }

  /** Whether nothing but what is counted by the minute is limited. */
  boolean hasOnlyWindow() {
    return hasWindow() && concurrency == 0 && !hasBudget();
  }

  boolean hasBudget() {
    return budget != NO_BUDGET;
  }

  /**
   * What of it one of so many replicas may grant by itself. The budget stays whole: what was spent
   * is known, and the ledger tells the rest.
   */
  Demand dividedBy(int replicas) {
    return replicas == 1
        ? this
        : new Demand(
            caller,
            Math.ceilDiv(requests, replicas),
            Math.ceilDiv(tokens, replicas),
            Math.ceilDiv(concurrency, replicas),
            budget,
            hard,
            estimate,
            count,
            least);
  }
}
