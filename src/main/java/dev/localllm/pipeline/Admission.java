package dev.localllm.pipeline;

import dev.localllm.access.Caller;
import dev.localllm.limits.Limiter;
import dev.localllm.limits.Permit;
import dev.localllm.limits.Verdict;
import dev.localllm.limits.Wish;
import dev.localllm.protocol.Exchange;
import dev.localllm.usage.Prices;

/**
 * Lets requests begin, within what the gateway can bear and what their callers may use, and settles
 * them when they are over. Thread-safe.
 */
public final class Admission {

  /** An answer that has to be shorter is not worth its prompt. */
  private static final int SHORTEST_ANSWER = 64;

  private final InFlight inFlight;
  private final Limiter limiter;
  private final Prices prices;
  private final HeldBytes held;
  private final int tokensPerAnswer;

  /**
   * Within the places of {@code inFlight}, the limits that {@code limiter} knows, and the memory of
   * {@code held}.
   *
   * @param tokensPerAnswer what is reserved for an answer to which its request sets no bound
   */
  public Admission(
      InFlight inFlight, Limiter limiter, Prices prices, HeldBytes held, int tokensPerAnswer) {
    this.inFlight = inFlight;
    this.limiter = limiter;
    this.prices = prices;
    this.held = held;
    this.tokensPerAnswer = tokensPerAnswer;
  }

  /** The places that there are. */
  InFlight inFlight() {
    return inFlight;
  }

  /** The memory that there is. */
  HeldBytes held() {
    return held;
  }

  /** Asks for a request of which nothing but its head has come. Does not block. */
  public Entrance entrance(Caller caller) {
    return new Entrance(limiter.begin(caller));
  }

  /**
   * Takes the tokens that a request may come to from its caller's limit, and tells the client where
   * it stands.
   *
   * @return how many tokens the answer may have then; 0 when nobody counts them
   * @throws dev.localllm.chat.GatewayException when a limit is reached
   */
  int reserve(Turn turn, Exchange exchange) {
    Permit permit = turn.permit();
    Verdict verdict =
        exchange.operation().managesModels()
            ? permit
            : limiter.reserve(permit, wish(turn.promptTokens(), exchange));
    turn.client.headers(RateLimitHeaders.of(verdict.standing()));
    verdict.orThrow();
    turn.admitted();
    return permit
        .tokens()
        .filter(_ -> exchange.operation().generates())
        .map(granted -> (int) Math.max(1, granted - turn.promptTokens()))
        .orElse(0);
  }

  private Wish wish(long prompt, Exchange exchange) {
    if (!exchange.operation().generates()) {
      return Wish.exactly(prompt);
    }
    return exchange.maxTokens() > 0
        ? Wish.exactly(prompt + exchange.maxTokens())
        : new Wish(prompt + Math.min(SHORTEST_ANSWER, tokensPerAnswer), prompt + tokensPerAnswer);
  }

  /** What it came to in the end. */
  Settlement settle(Turn turn) {
    return turn.settle(prices);
  }
}
