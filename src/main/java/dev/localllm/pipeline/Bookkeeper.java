package dev.localllm.pipeline;

import dev.localllm.usage.Ledger;
import dev.localllm.usage.UsageEntry;
import dev.localllm.usage.UsageEntry.Account;
import dev.localllm.usage.UsageEntry.Call;
import dev.localllm.usage.UsageEntry.Ending;
import dev.localllm.usage.UsageEntry.Times;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Enters every request into the ledger that a backend was asked for. What was refused before has
 * used nothing; counting it is the metrics' business. Thread-safe.
 */
final class Bookkeeper implements PipelineListener {

  private final Ledger ledger;
  private final boolean anonymous;
  private final String replica;
  private final InstantSource clock;

  /** Enters requests of unidentified callers only if {@code anonymous} says so. */
  Bookkeeper(Ledger ledger, boolean anonymous, String replica, InstantSource clock) {
    this.ledger = ledger;
    this.anonymous = anonymous;
    this.replica = replica;
    this.clock = clock;
  }

  @Override
  public void settled(Settlement settlement) {
    if (settlement.admitted() && (anonymous || !settlement.caller().isAnonymous())) {
      ledger.record(entry(settlement));
    }
  }

  private UsageEntry entry(Settlement request) {
    long load = request.usage().loadNanos();
    return new UsageEntry(
        ledger.nextId(),
        request.requestId(),
        clock.instant(),
        new Account(
            request.caller().id(),
            request.caller().name(),
            request.caller().owner(),
            request.caller().team()),
        new Call(
            request.dialect(),
            request.operation(),
            request.streamed(),
            request.requestedModel(),
            request.routedModel(),
            request.reportedModel(),
            request.backend()),
        request.usage(),
        request.usageEstimated(),
        new Times(
            Duration.ZERO,
            load > 0 ? Optional.of(Duration.ofNanos(load)) : Optional.empty(),
            request.timeToFirstToken(),
            request.duration()),
        new Ending(request.status(), outcome(request.outcome()), request.cancelledBy()),
        request.cost(),
        replica);
  }

  private static UsageEntry.Outcome outcome(Outcome outcome) {
    return switch (outcome) {
      case COMPLETED -> UsageEntry.Outcome.COMPLETED;
      case FAILED -> UsageEntry.Outcome.FAILED;
      case CANCELLED -> UsageEntry.Outcome.CANCELLED;
    };
  }
}
