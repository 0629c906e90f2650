package dev.localllm.settings;

import java.time.Duration;

/**
 * What the answers of backends may be like.
 *
 * @param headerBytes the longest line of a head
 * @param headers in a head, at most
 * @param keepAlive whether a connection serves one request after the other
 * @param listingAge how old a listing may be
 */
public record AnswerBounds(int headerBytes, int headers, boolean keepAlive, Duration listingAge) {}
