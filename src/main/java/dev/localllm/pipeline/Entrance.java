package dev.localllm.pipeline;

import dev.localllm.chat.GatewayException;
import dev.localllm.limits.PendingVerdict;
import dev.localllm.limits.Permit;
import dev.localllm.limits.Standing;
import dev.localllm.limits.Verdict;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the limits of its caller say to a request whose head has come: asked for before a byte of
 * its body is read. Whoever works on the request enters, and leaves when it is over; where nobody
 * entered, closing it gives back what was counted. Thread-safe.
 */
public final class Entrance implements AutoCloseable {

  private final PendingVerdict pending;
  private @Nullable Verdict verdict;
  private boolean closed;

  Entrance(PendingVerdict pending) {
    this.pending = pending;
  }

  /** Whether {@link #enter} would not block. */
  public boolean isKnown() {
    return pending.isKnown();
  }

  /**
   * Enters; blocks for a second at most while the limits are asked, and then belongs on a virtual
   * thread. To be called by one thread.
   *
   * @throws GatewayException when a limit is reached, or the request has been answered already
   */
  public void enter() {
    permit();
  }

  /** The same, for who settles the permit. */
  Permit permit() {
    Verdict known = known();
    if (known == null) {
      known = arrived(pending.await());
    }
    return known.orThrow();
  }

  /** The request is over and has used no tokens. Only the first call counts. */
  public void leave() {
    if (known() instanceof Permit permit) {
      permit.settle(0, BigDecimal.ZERO);
    }
  }

  /** The request is answered: nobody enters any more. Does not block. */
  @Override
  public synchronized void close() {
    if (!closed && verdict == null) {
      pending.abandon();
    }
    closed = true;
  }

  /** Where the caller stands, as headers for the answer; none until that is known. */
  public Map<String, String> headers() {
    Verdict known = known();
    return RateLimitHeaders.of(known == null ? Standing.UNLIMITED : known.standing());
  }

  private synchronized @Nullable Verdict known() {
    return verdict;
  }

  private synchronized Verdict arrived(Verdict fresh) {
    verdict = fresh;
    if (closed && fresh instanceof Permit permit) {
      // given back by who closed it
      permit.settle(0, BigDecimal.ZERO);
    }
    return fresh;
  }
}
