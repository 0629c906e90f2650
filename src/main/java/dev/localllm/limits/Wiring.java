package dev.localllm.limits;

import dev.localllm.settings.Settings;
import dev.localllm.store.Cache;
import dev.localllm.store.ReplicaName;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Builds the limiter from the settings and looks after it. */
@ApplicationScoped
public class Wiring {

  /** However patient the stores' settings are: a request waits for this. */
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(1);

  @Resource(lookup = "java:module/concurrent/requests")
  private ManagedExecutorService threads;

  private @Nullable Future<?> upkeep;

  @Produces
  @Singleton
  Limiter limiter(Settings settings, Cache cache) {
    InstantSource clock = InstantSource.system();
    var alone = new MemoryCounters(clock, Limiter.MOST_CALLERS);
    Counters counters = alone;
    if (cache.exists()) {
      Duration patience = settings.storage().timeout();
      var shared =
          new SharedCounters(
              cache,
              patience.compareTo(MOST_PATIENCE) < 0 ? patience : MOST_PATIENCE,
              ReplicaName.THIS,
              Scripts.create());
      counters = new Fallback(shared, alone, clock);
    }
    upkeep = threads.submit(new Upkeep(counters));
    return new Limiter(counters);
  }

  @PreDestroy
  void close() {
    if (upkeep != null) {
      upkeep.cancel(true);
    }
  }
}
