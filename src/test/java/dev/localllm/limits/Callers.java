package dev.localllm.limits;

import dev.localllm.access.Allowance;
import dev.localllm.access.Caller;
import dev.localllm.access.ModelPatterns;
import java.math.BigDecimal;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that nobody has met before. */
final class Callers {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private Callers() {}

  static Caller limited(int requests, int tokens, int concurrency) {
    return with(new Allowance(requests, tokens, concurrency, null, false));
  }

  static Caller budgeted(String budget, boolean hard) {
    return with(new Allowance(0, 0, 0, new BigDecimal(budget), hard));
  }

  static Caller with(Allowance allowance) {
    return named("jwt:someone {" + COUNT.incrementAndGet() + "} é", allowance);
  }

  /** Asks for a request and its tokens at once. */
  static Verdict admit(Limiter limiter, Caller caller, int tokens) {
    return limiter.begin(Demand.of(caller, tokens)).await();
  }

  static Caller named(String id, Allowance allowance) {
    return new Caller(id, "name", "", "", Set.of(), ModelPatterns.ALL, allowance);
  }
}
