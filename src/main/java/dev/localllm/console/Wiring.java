package dev.localllm.console;

import dev.localllm.access.ApiKeys;
import dev.localllm.audit.AuditQuery;
import dev.localllm.usage.UsageReports;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Builds what the resources hand their requests to. */
@ApplicationScoped
public class Wiring {

  @Produces
  @Singleton
  Trail trail() {
    return new Trail(InstantSource.system());
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
}
