package dev.localllm.pipeline;

import dev.localllm.limits.Limiter;
import dev.localllm.limits.Verdict;
import dev.localllm.usage.Prices;

/**
 * Lets requests begin, within what the gateway can bear and what their callers may use, and settles
 * them when they are over. Thread-safe.
 */
public final class Admission {

  private final InFlight inFlight;
  private final Limiter limiter;
  private final Prices prices;
  private final HeldBytes held;

  /** Within the places of {@code inFlight} and the limits that {@code limiter} knows. */
  public Admission(InFlight inFlight, Limiter limiter, Prices prices, HeldBytes held) {
    this.held = held;
    this.inFlight = inFlight;
    this.limiter = limiter;
    this.prices = prices;
  }

  /** The places that there are. */
  InFlight inFlight() {
    return inFlight;
  }

  /** The memory that there is. */
  HeldBytes held() {
    return held;
  }

  /**
   * Takes what a request may come to from its caller's limits, and tells the client where it
   * stands.
   *
   * @throws dev.localllm.chat.GatewayException when a limit is reached
   */
  void admit(Turn turn) {
    Verdict verdict = limiter.admit(turn.arrival.caller(), turn.estimatedTokens());
    turn.client.headers(RateLimitHeaders.of(verdict.standing()));
    turn.admitted(verdict.orThrow());
  }

  /** What it came to in the end. */
  Settlement settle(Turn turn) {
    return turn.settle(prices);
  }
}
