package dev.localllm.limits;

import java.util.Optional;

/**
 * Where a caller stands after a request was counted or refused.
 *
 * @param requests empty when there is no limit
 * @param tokens empty when there is no limit
 * @param softBudgetExceeded whether a budget is spent that refuses nothing
 */
public record Standing(
    Optional<Level> requests, Optional<Level> tokens, boolean softBudgetExceeded) {

  /** Of who has no limit, or of whom nothing is known yet. */
  public static final Standing UNLIMITED = new Standing(Optional.empty(), Optional.empty(), false);

  static Standing of(Demand demand, Tally tally) {
    return new Standing(
        demand.requests() == 0
            ? Optional.empty()
            : Optional.of(
                Level.of(demand.requests(), tally.requests(), tally.requestsResetMillis())),
        demand.tokens() == 0
            ? Optional.empty()
            : Optional.of(Level.of(demand.tokens(), tally.tokens(), tally.tokensResetMillis())),
        demand.hasBudget() && !demand.hard() && tally.spent() >= demand.budget());
  }
}
