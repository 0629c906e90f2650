package dev.localllm.limits;

import java.time.Duration;

/** Looks after the counters: without that, the others would stop counting this replica. */
record Upkeep(Counters counters) {
  private static final Duration USUALLY = Duration.ofSeconds(1);
  private static final Duration DEGRADED = Duration.ofMillis(200);

  /** Looks once; tells how long that will do. */
  Duration step() {
    counters.look();
    return counters.state().degraded() ? DEGRADED : USUALLY;
  }
}
