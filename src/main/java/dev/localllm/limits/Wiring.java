package dev.localllm.limits;

import dev.localllm.background.BackgroundTask;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.settings.Settings;
import dev.localllm.store.Cache;
import dev.localllm.store.ReplicaName;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Builds the limiter from the settings and looks after it. */
@ApplicationScoped
public class Wiring {

  /** However patient the stores' settings are: a request waits for this. */
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(1);

  /** How long a look that has begun may hold up the end. */
  private static final Duration LAST_LOOK = Duration.ofSeconds(1);

  private @Nullable Counters counters;
  private @Nullable BackgroundTask upkeep;

  @Produces
  @Singleton
  Limiter limiter(Settings settings, Cache cache, BackgroundTasks tasks) {
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
    this.counters = counters;
    upkeep = tasks.task("limits", new Upkeep(counters)::step);
    upkeep.start();
    return new Limiter(counters);
  }

  @PreDestroy
  void close() {
    if (upkeep != null && counters != null) {
      upkeep.cancel(LAST_LOOK);
      counters.leave();
    }
  }
}
