package dev.localllm.pipeline;

import java.io.InputStream;

/**
 * A request at the door, its body not read yet.
 *
 * @param requestId made or accepted by the edge
 * @param dialect label of the client's dialect
 * @param body the request's body
 * @param contentLength length of the body in bytes, −1 when the client did not tell
 * @param arrivedNanos {@link System#nanoTime} when it came
 */
public record Arrival(
    String requestId, String dialect, InputStream body, long contentLength, long arrivedNanos) {}
