package dev.localllm.pipeline;

/**
 * A request at the door, its body not read yet.
 *
 * @param requestId made or accepted by the edge
 * @param dialect label of the client's dialect
 * @param contentLength length of the body in bytes as the client says, −1 when it does not
 * @param arrivedNanos {@link System#nanoTime} when it came
 */
public record Arrival(String requestId, String dialect, long contentLength, long arrivedNanos) {}
