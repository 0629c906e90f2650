package dev.localllm.settings;

import java.time.Duration;

/**
 * Bounds on requests that change the models of a backend.
 *
 * @param idleTimeout how long a backend may be silent between two pieces of progress, or take
 *     nothing of a blob: it checks and converts large files without a word
 * @param timeout until the answer to such a request has come that is not streamed
 * @param maxBlobBytes the longest blob
 */
public record ModelManagement(Duration idleTimeout, Duration timeout, long maxBlobBytes) {}
