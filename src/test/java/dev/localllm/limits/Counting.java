package dev.localllm.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.store.Cache;
import dev.localllm.store.RealRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Both ways to count, each with a clock that can be moved. */
enum Counting {
  MEMORY,
  REDIS;

  private static final Duration RENEWAL = Duration.ofSeconds(20);

  /** A limiter and its clock, which begins at that time. */
  Rig open(Instant start) {
    Rig rig = new Rig(this);
    rig.set(start);
    return rig;
  }

  Rig open() {
    return open(Instant.parse("2026-11-21T10:00:00.250Z"));
  }

  static final class Rig {
    private final Counting counting;
    private final TestClock clock = new TestClock(Instant.EPOCH);
    private @Nullable SharedCounters shared;
    private final Counters counters;

    private Rig(Counting counting) {
      this.counting = counting;
      var memory = new MemoryCounters(clock, Limiter.MOST_CALLERS);
      if (counting == MEMORY) {
        shared = null;
        counters = memory;
        return;
      }
      set(Instant.EPOCH);
      shared =
          new SharedCounters(
              Server.CACHE,
              Duration.ofSeconds(2),
              UUID.randomUUID().toString(),
              RedisClock.SCRIPTS);
      counters = new Fallback(shared, memory, clock);
      counters.look();
    }

    Limiter limiter() {
      return new Limiter(counters);
    }

    Counters counters() {
      return counters;
    }

    Instant now() {
      return clock.instant();
    }

    /** Lets time go on, with what is done from time to time. */
    void pass(Duration time) {
      Duration left = time;
      while (left.compareTo(RENEWAL) > 0) {
        set(clock.instant().plus(RENEWAL));
        if (shared != null) {
          shared.renew();
        }
        left = left.minus(RENEWAL);
      }
      set(clock.instant().plus(left));
    }

    void set(Instant now) {
      if (shared != null) {
        shared.flush();
      }
      clock.set(now);
      if (counting == REDIS) {
        // after what nobody waited for
        assertThat(Server.CACHE.answers()).isTrue();
        RedisClock.set(Server.REDIS, now.getEpochSecond() * 1_000_000 + now.getNano() / 1000);
      }
    }
  }

  /** Started when the first test needs it; ends with the JVM. */
  static final class Server {
    static final RealRedis REDIS = new RealRedis();
    static final Cache CACHE = REDIS.cache();
  }
}
