package dev.localllm.limits;

import dev.localllm.chat.AccessError;
import dev.localllm.chat.AccessError.OverBudget;
import dev.localllm.chat.AccessError.RateLimited;
import dev.localllm.chat.AccessError.RateLimited.Measure;
import dev.localllm.chat.GatewayException;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * The caller has used what it may. Nothing was taken.
 *
 * @param error in words for the caller
 */
public record Refusal(AccessError error, Standing standing) implements Verdict {

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  static Refusal of(Claim claim) {
    Demand demand = claim.demand();
    return new Refusal(error(demand, claim.tally()), Standing.of(demand, claim.tally()));
  }

  @Override
  public Permit orThrow() {
    throw new GatewayException(error);
  }

  private static AccessError error(Demand demand, Tally tally) {
    return switch (tally.ruling()) {
      case REQUESTS -> limited(tally, Measure.REQUESTS, requests(demand));
      case TOKENS -> limited(tally, Measure.TOKENS, tokens(demand, tally));
      case CONCURRENCY -> limited(tally, Measure.CONCURRENCY, concurrency(demand));
      case CROWDED -> limited(tally, Measure.REQUESTS, "too many callers at once");
      case BUDGET ->
          new OverBudget("the budget of this month, %s, is spent".formatted(budget(demand)));
      case GRANTED -> throw new IllegalArgumentException("nothing to refuse");
    };
  }

  private static RateLimited limited(Tally tally, Measure measure, String what) {
    // full seconds, rounded up, since Retry-After has no others
    Duration delay = Duration.ofSeconds(Math.ceilDiv(tally.delayMillis(), 1000L));
    Duration wait = delay.compareTo(SHORTEST) < 0 ? SHORTEST : delay;
    return new RateLimited(
        "%s; try again in %d s".formatted(what, wait.toSeconds()), measure, wait);
  }

  private static String requests(Demand demand) {
    return "the limit of %d requests in a minute is reached".formatted(demand.requests());
  }

  private static String tokens(Demand demand, Tally tally) {
    return "this request may need %d tokens, and %d are left of %d in a minute"
        .formatted(demand.least(), Math.max(0, demand.tokens() - tally.tokens()), demand.tokens());
  }

  private static String concurrency(Demand demand) {
    return "the limit of %d requests at once is reached".formatted(demand.concurrency());
  }

  private static String budget(Demand demand) {
    return BigDecimal.valueOf(demand.budget(), 6).stripTrailingZeros().toPlainString();
  }
}
