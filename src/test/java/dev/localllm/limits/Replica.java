package dev.localllm.limits;

import dev.localllm.store.Cache;
import dev.localllm.store.RealRedis;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.LongSupplier;

/** One of several gateways on one Redis. */
record Replica(SharedCounters shared, Fallback counters, Limiter limiter) {

  /** More than a busy machine needs. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** One with a connection of its own. */
  static Replica on(RealRedis redis, InstantSource clock) {
    return on(redis.cache(), PATIENCE, clock, Scripts.create());
  }

  static Replica impatientOn(RealRedis redis) {
    return on(redis.cache(), Duration.ofMillis(250), InstantSource.system(), Scripts.create());
  }

  /** One whose time in Redis is that of such scripts. */
  static Replica on(Cache cache, Scripts scripts) {
    return on(cache, PATIENCE, InstantSource.system(), scripts);
  }

  /** One whose time is that of such scripts and of this. */
  static Replica on(Cache cache, Scripts scripts, LongSupplier nanoTime) {
    return on(cache, PATIENCE, InstantSource.system(), scripts, nanoTime);
  }

  private static Replica on(Cache cache, Duration patience, InstantSource clock, Scripts scripts) {
    return on(cache, patience, clock, scripts, System::nanoTime);
  }

  private static Replica on(
      Cache cache, Duration patience, InstantSource clock, Scripts scripts, LongSupplier nanoTime) {
    var shared =
        new SharedCounters(cache, patience, UUID.randomUUID().toString(), scripts, nanoTime);
    var counters = new Fallback(shared, new MemoryCounters(clock, Limiter.MOST_CALLERS), clock);
    var replica = new Replica(shared, counters, new Limiter(counters));
    replica.awaitReturn();
    return replica;
  }

  /** Does what is done in twenty seconds. */
  void lookOften() {
    for (int i = 0; i < 20; i++) {
      counters.look();
    }
  }

  /** Waits until it counts with the others, also if it has not noticed yet that it does not. */
  void awaitReturn() {
    RealRedis.await(() -> {
      lookOften();
      return !counters.state().degraded();
    });
  }
}
