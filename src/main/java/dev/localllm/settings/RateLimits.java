package dev.localllm.settings;

/**
 * What a caller may use whose key sets nothing else; 0 stands for no limit.
 *
 * @param requests in any minute
 * @param tokens in any minute, prompt and completion together
 * @param concurrency requests under way at once
 */
public record RateLimits(int requests, int tokens, int concurrency) {}
