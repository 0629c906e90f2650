package dev.localllm.limits;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a request was granted. It has to be settled when the request is over, however it ends.
 * Thread-safe.
 */
public final class Permit implements Verdict {

  /** Of callers without limits: nothing was taken. */
  static final Permit UNLIMITED = new Permit(null, Standing.UNLIMITED);

  private final AtomicReference<@Nullable Grant> open;
  private volatile Standing standing;

  /** What was counted when it came, and the tokens that it took later, if any. */
  private record Grant(Claim request, @Nullable Claim tokens) {}

  private Permit(@Nullable Grant grant, Standing standing) {
    open = new AtomicReference<>(grant);
    this.standing = standing;
  }

  static Permit of(Claim claim) {
    return new Permit(new Grant(claim, null), Standing.of(claim.demand(), claim.tally()));
  }

  /** What was demanded; empty for a caller without limits, and when it is settled. */
  Optional<Demand> demand() {
    return Optional.ofNullable(open.get()).map(grant -> grant.request.demand());
  }

  /** Its tokens have been granted as well. */
  Permit reserved(Claim tokens) {
    Standing fresh = Standing.of(tokens.demand(), tokens.tally());
    standing = new Standing(fresh.requests(), fresh.tokens(), standing.softBudgetExceeded());
    Grant grant = open.get();
    if (grant == null || !open.compareAndSet(grant, new Grant(grant.request, tokens))) {
      tokens.giveBack();
    }
    return this;
  }

  /** How many tokens it may use; empty when nobody counts them. */
  public Optional<Long> tokens() {
    return Optional.ofNullable(open.get())
        .map(Grant::tokens)
        .map(tokens -> tokens.tally().granted());
  }

  @Override
  public Standing standing() {
    return standing;
  }

  @Override
  public Permit orThrow() {
    return this;
  }

  /**
   * Ends it: the caller has one request less under way, the real use takes the place of what was
   * reserved, and the month costs more. What was used beyond that counts from now on, even if it is
   * more than was left. Only the first call counts. Neither blocks nor throws.
   *
   * @param tokens prompt and completion together; 0 when nothing was used
   * @param cost at least 0
   */
  public void settle(long tokens, BigDecimal cost) {
    Grant grant = open.getAndSet(null);
    if (grant == null) {
      return;
    }
    long used = Math.max(0, tokens);
    Claim reserved = grant.tokens;
    if (reserved == null) {
      grant.request.settle(used, Money.micros(cost));
    } else {
      reserved.settle(used, 0);
      grant.request.settle(0, Money.micros(cost));
    }
  }
}
