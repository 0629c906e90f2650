package dev.localllm.limits;

import dev.localllm.store.RealRedis;

/** A clock for Redis that stands still until it is set. */
final class RedisClock {

  /** Scripts whose time it is. */
  static final Scripts SCRIPTS =
      Scripts.timedBy("{redis.call('GET', 'clock:seconds'), redis.call('GET', 'clock:micros')}");

  private RedisClock() {}

  /** Sets it, in microseconds since 1970. */
  static void set(RealRedis redis, long micros) {
    redis.command(
        "MSET clock:seconds %d clock:micros %d".formatted(micros / 1_000_000, micros % 1_000_000));
  }
}
