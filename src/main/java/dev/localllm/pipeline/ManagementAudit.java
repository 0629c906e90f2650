package dev.localllm.pipeline;

import dev.localllm.audit.AuditAction;
import dev.localllm.audit.AuditEvent;
import dev.localllm.audit.AuditLog;
import dev.localllm.audit.AuditOutcome;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Tells the audit log who has changed which models. Thread-safe. */
final class ManagementAudit implements ManagementListener {

  private final AuditLog log;
  private final InstantSource clock;

  ManagementAudit(AuditLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
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
                    settlement.caller().name(),
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
