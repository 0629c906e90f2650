package dev.localllm.limits;

import java.time.Instant;

/**
 * How limits are counted.
 *
 * @param shared whether all replicas are to count together
 * @param degraded whether they cannot now, so that this one grants its part of each limit by itself
 * @param replicas how many share the limits, as far as is known; at least 1
 * @param since when it became so
 */
public record LimitsState(boolean shared, boolean degraded, int replicas, Instant since) {}
