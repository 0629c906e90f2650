package dev.localllm.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What some requests come to.
 *
 * @param group what they have in common: a value for each dimension that was asked for
 * @param keyName for people, when the sums are split by key
 * @param requests all of them
 * @param failures those whose client was told an error
 * @param cancelled those that somebody ended early
 * @param promptTokens cached ones included
 * @param cachedTokens the part of the prompts that came from a backend's cache
 * @param completionTokens thinking included
 * @param cost with 9 decimals
 * @param total from arrival to end, added up
 */
public record UsageSum(
    Map<Dimension, String> group,
    Optional<String> keyName,
    long requests,
    long failures,
    long cancelled,
    long promptTokens,
    long cachedTokens,
    long completionTokens,
    BigDecimal cost,
    Duration total) {}
