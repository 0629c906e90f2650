package dev.localllm.console;

import dev.localllm.access.ApiKeys;
import dev.localllm.audit.AuditEvent;
import dev.localllm.audit.AuditLog;
import dev.localllm.audit.AuditQuery;
import dev.localllm.usage.UsageReports;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;

/** Builds what the resources hand their requests to. */
@ApplicationScoped
public class Wiring {

  private static final Logger LOG = System.getLogger(Wiring.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Produces
  @Singleton
  Trail trail(AuditLog log) {
    return new Trail(event -> keep(log, event), InstantSource.system());
  }

  @Produces
  @Singleton
  KeyAdmin keyAdmin(ApiKeys keys, Trail trail) {
    return new KeyAdmin(keys, trail);
  }

  @Produces
  @Singleton
  AuditPages auditPages(AuditQuery query) {
    return new AuditPages(query);
  }

  @Produces
  @Singleton
  UsageSums usageSums(UsageReports reports) {
    return new UsageSums(reports, InstantSource.system());
  }

  @Produces
  @Singleton
  UsageEntries usageEntries(UsageReports reports) {
    return new UsageEntries(reports, InstantSource.system());
  }

  /** What is done is done: an event that is slow to be kept does not undo it. */
  private static void keep(AuditLog log, AuditEvent event) {
    if (!log.recordNow(event, PATIENCE)) {
      LOG.log(
          Level.WARNING,
          "request {0}: the audit log is slow to keep {1}",
          event.requestId(),
          event.action().word());
    }
  }
}
