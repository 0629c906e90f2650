package dev.localllm.store;

import dev.localllm.settings.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Builds the stores from the settings. */
@ApplicationScoped
public class Wiring {

  @Resource(lookup = "java:module/concurrent/requests")
  private ManagedExecutorService threads;

  private @Nullable Future<?> connecting;

  @Produces
  @Singleton
  Database database(Settings settings) {
    return new Database(settings.storage());
  }

  void close(@Disposes Database database) {
    database.close();
  }

  @Produces
  @Singleton
  Cache cache(Settings settings) {
    Cache cache = new Cache(settings.storage());
    if (cache.exists()) {
      connecting = threads.submit(cache);
    }
    return cache;
  }

  @PreDestroy
  void disconnect() {
    if (connecting != null) {
      connecting.cancel(true);
    }
  }
}
