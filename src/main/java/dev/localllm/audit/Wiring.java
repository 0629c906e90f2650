package dev.localllm.audit;

import dev.localllm.settings.Settings;
import dev.localllm.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Builds the audit log from the settings. */
@ApplicationScoped
public class Wiring {

  @Produces
  @Singleton
  AuditLog log(Settings settings, Database database) {
    return AuditLog.start(database, settings.storage().dataFolder(), InstantSource.system());
  }

  /** Before the database is closed, which it was built upon. */
  void close(@Disposes AuditLog log) {
    log.close();
  }

  @Produces
  @Singleton
  AuditQuery query(Database database) {
    return new AuditQuery(database);
  }

  @Produces
  @Singleton
  AuditVerifier verifier(Database database) {
    return new AuditVerifier(database);
  }
}
