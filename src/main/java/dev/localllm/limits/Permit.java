package dev.localllm.limits;

import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a request was granted. It has to be settled when the request is over, however it ends.
 * Thread-safe.
 */
public final class Permit implements Verdict {

  /** Of callers without limits: nothing was taken. */
  static final Permit UNLIMITED = new Permit(null, Standing.UNLIMITED);

  private final AtomicReference<@Nullable Claim> open;
  private final Standing standing;

  private Permit(@Nullable Claim claim, Standing standing) {
    open = new AtomicReference<>(claim);
    this.standing = standing;
  }

  static Permit of(Claim claim) {
    return new Permit(claim, Standing.of(claim.demand(), claim.tally()));
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
   * Ends it: the caller has one request less under way, the real use takes the place of the
   * estimate, and the month costs more. What was used beyond the estimate counts from now on, even
   * if it is more than was left. Only the first call counts. Neither blocks nor throws.
   *
   * @param tokens prompt and completion together; 0 when nothing was used
   * @param cost at least 0
   */
  public void settle(long tokens, BigDecimal cost) {
    Claim claim = open.getAndSet(null);
    if (claim != null) {
      claim.settle(Math.max(0, tokens), Money.micros(cost));
    }
  }
}
