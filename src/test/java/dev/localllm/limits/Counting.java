package dev.localllm.limits;

import dev.localllm.store.Cache;
import dev.localllm.store.RealRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Both ways to count, each with a clock that can be moved. */
enum Counting {
  MEMORY,
  REDIS;

  private static final String CLOCK =
      "{redis.call('GET', 'clock:seconds'), redis.call('GET', 'clock:micros')}";

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
    private final Counters counters;

    private Rig(Counting counting) {
      this.counting = counting;
      var memory = new MemoryCounters(clock, Limiter.MOST_CALLERS);
      counters =
          switch (counting) {
            case MEMORY -> memory;
            case REDIS -> {
              set(Instant.EPOCH.plusSeconds(1));
              var shared = shared();
              var both = new Fallback(shared, memory, clock);
              both.look();
              yield both;
            }
          };
    }

    /** What a further replica would count with. */
    SharedCounters shared() {
      return new SharedCounters(
          Server.CACHE,
          Duration.ofSeconds(2),
          UUID.randomUUID().toString(),
          Scripts.timedBy(CLOCK));
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

    void pass(Duration time) {
      set(clock.instant().plus(time));
    }

    void set(Instant now) {
      clock.set(now);
      if (counting == REDIS) {
        Server.REDIS.command(
            "MSET clock:seconds %d clock:micros %d"
                .formatted(now.getEpochSecond(), now.getNano() / 1000));
      }
    }
  }

  /** Started when the first test needs it; ends with the JVM. */
  private static final class Server {
    static final RealRedis REDIS = new RealRedis();
    static final Cache CACHE = REDIS.cache();
  }
}
