package dev.localllm.settings;

import org.jspecify.annotations.Nullable;

/**
 * What one key is set to in this process, fit to be shown: secrets are {@code [REDACTED]}.
 *
 * @param name the key
 * @param topic the chapter of the manual
 * @param value as it was written; null when there is none
 * @param source where it comes from, in words; {@code default} when nobody gave it
 * @param givenAs the name that it was given by: the key, its alias, with the prefix of the role, or
 *     with {@code _FILE}; the key itself for a default
 */
public record EffectiveSetting(
    String name, String topic, @Nullable String value, String source, String givenAs) {}
