package dev.localllm.store;

import dev.localllm.background.BackgroundTask;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.settings.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the stores from the settings and keeps an eye on them. */
@ApplicationScoped
public class Wiring {
  private static final Logger LOG = System.getLogger(Wiring.class.getName());

  /** {@code EX_CONFIG} of sysexits.h. */
  private static final int MISCONFIGURED = 78;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final List<BackgroundTask> running = new ArrayList<>();
  private @Nullable Cache connected;

  void start(
      @Observes @Initialized(ApplicationScoped.class) Object application,
      Cache cache,
      StoreWatch watch,
      BackgroundTasks tasks) {
    if (cache.exists()) {
      connected = cache;
      running.add(tasks.task("cache", cache::step));
    }
    running.add(tasks.task("store-watch", watch::step));
    running.forEach(BackgroundTask::start);
  }

  @PreDestroy
  void stop() {
    running.forEach(task -> task.cancel(PAUSE));
    if (connected != null) {
      connected.close();
    }
  }

  @Produces
  @Singleton
  Database database(Settings settings) {
    return new Database(settings.storage());
  }

  /** Static: this bean may be gone by then, and cannot be made again while the server stops. */
  static void close(@Disposes Database database) {
    database.close();
  }

  @Produces
  @Singleton
  Cache cache(Settings settings) {
    return new Cache(settings.storage());
  }

  @Produces
  @Singleton
  StoreWatch watch(Database database, Cache cache) {
    return new StoreWatch(database, cache, PAUSE, Wiring::refuse);
  }

  private static void refuse(IncompatibleSchema misfit) {
    LOG.log(Level.ERROR, misfit.getMessage());
    // nothing has been served that could be lost: without a schema there are no keys and no ledger
    Runtime.getRuntime().halt(MISCONFIGURED);
  }
}
