package dev.localllm.audit;

import dev.localllm.background.BackgroundTasks;
import dev.localllm.settings.Settings;
import dev.localllm.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;

/** Builds the audit log from the settings. */
@ApplicationScoped
public class Wiring {

  private static final Logger LOG = System.getLogger(Wiring.class.getName());

  /** {@code EX_CONFIG} of sysexits.h. */
  private static final int MISCONFIGURED = 78;

  /** Begins with the application, so that what an earlier process left behind is not left. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object application, AuditLog log) {
    LOG.log(Level.DEBUG, "the audit log writes the chain {0}", log);
  }

  @Produces
  @Singleton
  AuditLog log(Settings settings, Database database, BackgroundTasks tasks) {
    try {
      return AuditLog.start(
          database, settings.storage().dataFolder(), InstantSource.system(), tasks);
    } catch (UncheckedIOException e) {
      LOG.log(Level.ERROR, e.getMessage() + ", see DATA_DIR: " + e.getCause());
      // nothing has been served that would have had to be recorded
      Runtime.getRuntime().halt(MISCONFIGURED);
      throw e;
    }
  }

  /**
   * While the database and the tasks are still there. What it cannot deliver any more, the next
   * process does.
   */
  void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application, AuditLog log) {
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
