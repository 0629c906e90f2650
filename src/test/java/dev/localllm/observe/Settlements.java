package dev.localllm.observe;

import dev.localllm.access.Allowance;
import dev.localllm.access.Caller;
import dev.localllm.access.ModelPatterns;
import dev.localllm.chat.Usage;
import dev.localllm.pipeline.Outcome;
import dev.localllm.pipeline.Settlement;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Settlements to observe. */
final class Settlements {

  private static final Caller CALLER =
      new Caller(
          "key_1", "build", "ada", "engines", Set.of(), ModelPatterns.ALL, Allowance.UNLIMITED);

  private Settlements() {}

  static Settlement completed(String model) {
    return of(model, 200, Outcome.COMPLETED);
  }

  static Settlement refused(String model) {
    return of(model, 404, Outcome.FAILED);
  }

  /** As {@code model} was requested, routed as {@code model:latest} and reported so. */
  private static Settlement of(String model, int status, Outcome outcome) {
    return new Settlement(
        "req_1",
        CALLER,
        "192.0.2.7",
        "openai",
        "chat",
        true,
        Optional.of(model),
        Optional.of(model + ":latest"),
        Optional.of(model + ":latest"),
        Optional.of("mini"),
        outcome,
        status,
        Optional.empty(),
        new Usage(12, 0, 34),
        false,
        true,
        BigDecimal.ZERO,
        Optional.of(Duration.ofNanos(12_340_000)),
        Duration.ofNanos(345_670_000));
  }

  /** Turned away before it got anywhere. */
  static Settlement turnedAway() {
    return new Settlement(
        "req_2",
        CALLER,
        "192.0.2.7",
        "ollama",
        "generate",
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Outcome.FAILED,
        503,
        Optional.empty(),
        Usage.NONE,
        false,
        false,
        BigDecimal.ZERO,
        Optional.empty(),
        Duration.ofMillis(1));
  }
}
