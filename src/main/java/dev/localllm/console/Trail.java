package dev.localllm.console;

import dev.localllm.access.Caller;
import dev.localllm.audit.AuditAction;
import dev.localllm.audit.AuditEvent;
import dev.localllm.audit.AuditOutcome;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Tells the audit log what was done here. Thread-safe. */
final class Trail {
  private final Consumer<AuditEvent> log;
  private final InstantSource clock;

  /**
   * Tells {@code log}.
   *
   * @param log returns when the event is kept
   */
  Trail(Consumer<AuditEvent> log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * Somebody has done something to {@code subject}.
   *
   * @param detail no secret is in it
   */
  void note(Visit visit, AuditAction action, String subject, Map<String, String> detail) {
    Caller caller = visit.caller();
    Map<String, String> more = new HashMap<>(detail);
    // a name may be changed later
    more.put("actor_id", caller.id());
    log.accept(
        new AuditEvent(
            clock.instant(),
            action,
            AuditOutcome.SUCCESS,
            caller.name(),
            visit.address(),
            visit.requestId(),
            subject,
            more));
  }
}
