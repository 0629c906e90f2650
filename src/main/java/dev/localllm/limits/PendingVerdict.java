package dev.localllm.limits;

import org.jspecify.annotations.Nullable;

/**
 * Whether a request may begin, which may have to be asked elsewhere. Either somebody awaits it, and
 * settles the permit, or it has to be abandoned. Thread-safe.
 */
public final class PendingVerdict {

  private final @Nullable Taking taking;

  /** Of {@code taking}; null for a caller without limits. */
  PendingVerdict(@Nullable Taking taking) {
    this.taking = taking;
  }

  /** Whether {@link #await} would not block. */
  public boolean isKnown() {
    return taking == null || taking.isKnown();
  }

  /**
   * The verdict; blocks for a second at most, so it belongs on a virtual thread. To be called once.
   */
  public Verdict await() {
    if (taking == null) {
      return Permit.UNLIMITED;
    }
    Claim claim = taking.await();
    return claim.tally().isGranted() ? Permit.of(claim) : Refusal.of(claim);
  }

  /** Nobody will await it. Does not block. */
  public void abandon() {
    if (taking != null) {
      taking.abandon();
    }
  }
}
