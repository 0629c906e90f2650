package dev.localllm.pipeline;

import dev.localllm.audit.AuditAction;
import dev.localllm.audit.AuditEvent;
import dev.localllm.audit.AuditLog;
import dev.localllm.audit.AuditOutcome;
import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.chat.GatewayException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the audit log who has changed which models, and lets nobody change one that could not be
 * told. Thread-safe.
 */
final class ManagementAudit implements ManagementListener {
  private static final Busy NOT_KEPT =
      new Busy(
          "models cannot be changed now, because that could not be recorded; try again later",
          Duration.ofSeconds(10));

  private final AuditLog log;
  private final InstantSource clock;
  private final Duration patience;

  /** Refuses what cannot be recorded within {@code patience}. */
  ManagementAudit(AuditLog log, InstantSource clock, Duration patience) {
    this.log = log;
    this.clock = clock;
    this.patience = patience;
  }

  @Override
  public void begins(Arrival arrival, String operation, Optional<String> model) {
    Optional<AuditAction> action = action(operation);
    if (action.isEmpty()) {
      return;
    }
    AuditEvent event =
        new AuditEvent(
            clock.instant(),
            action.get(),
            AuditOutcome.BEGUN,
            arrival.caller().actor(),
            arrival.address(),
            arrival.requestId(),
            model.orElse(""),
            Map.of());
    if (!log.recordNow(event, patience)) {
      throw new GatewayException(NOT_KEPT);
    }
  }

  @Override
  public void managed(Settlement settlement) {
    action(settlement.operation())
        .ifPresent(action ->
            log.record(
                new AuditEvent(
                    clock.instant(),
                    action,
                    settlement.outcome() == Outcome.COMPLETED
                        ? AuditOutcome.SUCCESS
                        : AuditOutcome.FAILED,
                    settlement.caller().actor(),
                    settlement.address(),
                    settlement.requestId(),
                    settlement.requestedModel().orElse(""),
                    Map.of("status", Integer.toString(settlement.status())))));
  }

  /** Looking for a blob changes nothing, and what could not be read was nothing yet. */
  private static Optional<AuditAction> action(String operation) {
    return switch (operation) {
      case "pull" -> Optional.of(AuditAction.MODEL_PULLED);
      case "push" -> Optional.of(AuditAction.MODEL_PUSHED);
      case "create" -> Optional.of(AuditAction.MODEL_CREATED);
      case "copy" -> Optional.of(AuditAction.MODEL_COPIED);
      case "delete" -> Optional.of(AuditAction.MODEL_DELETED);
      case "blob" -> Optional.of(AuditAction.BLOB_UPLOADED);
      default -> Optional.empty();
    };
  }
}
