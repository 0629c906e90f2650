package dev.localllm.console;

import dev.localllm.audit.AuditAction;
import dev.localllm.audit.AuditEvent;
import dev.localllm.audit.AuditOutcome;
import java.time.InstantSource;
import java.util.Map;

/** Words what was done here for the audit log. Thread-safe. */
final class Trail {
  private final InstantSource clock;

  Trail(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Somebody does something to {@code subject}.
   *
   * @param detail no secret is in it
   */
  AuditEvent event(Visit visit, AuditAction action, String subject, Map<String, String> detail) {
    return new AuditEvent(
        clock.instant(),
        action,
        AuditOutcome.SUCCESS,
        visit.caller().actor(),
        visit.address(),
        visit.requestId(),
        subject,
        detail);
  }
}
