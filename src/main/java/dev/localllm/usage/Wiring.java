package dev.localllm.usage;

import dev.localllm.background.BackgroundTasks;
import dev.localllm.settings.Settings;
import dev.localllm.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/** Builds the ledger, and starts and ends it with the application. */
@ApplicationScoped
public class Wiring {

  @Produces
  @Singleton
  Ledger ledger(Settings settings, Database database, BackgroundTasks tasks) {
    return new Ledger(
        database,
        settings.storage().dataFolder(),
        settings.usage(),
        tasks,
        InstantSource.system(),
        () -> ThreadLocalRandom.current().nextLong());
  }

  @Produces
  @Singleton
  Prices prices(Settings settings) {
    return new Prices(settings.usage().prices());
  }

  @Produces
  @Singleton
  UsageReports reports(Database database) {
    return new UsageReports(database, InstantSource.system());
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application, Ledger ledger) {
    ledger.start();
  }

  /** While the database is still there. */
  void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application, Ledger ledger) {
    ledger.close();
  }
}
