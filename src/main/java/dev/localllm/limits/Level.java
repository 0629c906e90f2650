package dev.localllm.limits;

import java.time.Duration;

/**
 * Where a caller stands with one of its limits.
 *
 * @param limit in any minute, at least 1
 * @param remaining what may still be taken now, 0 to {@code limit}
 * @param reset until all of it is there again if no more is taken; zero when it is
 */
public record Level(long limit, long remaining, Duration reset) {

  static Level of(long limit, long used, long resetMillis) {
    return new Level(limit, Math.clamp(limit - used, 0, limit), Duration.ofMillis(resetMillis));
  }
}
