package dev.localllm.settings;

/**
 * Callers that need no credential, since they come from a known network.
 *
 * @param network where they come from
 * @param key name of the API key whose rights and limits they have
 */
public record NetworkCaller(Network network, String key) {}
