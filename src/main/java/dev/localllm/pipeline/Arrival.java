package dev.localllm.pipeline;

import dev.localllm.access.Caller;

/**
 * A request at the door, its body not read yet.
 *
 * @param requestId made or accepted by the edge
 * @param caller who sends it
 * @param address where it comes from, an IP address
 * @param dialect label of the client's dialect
 * @param contentLength length of the body in bytes as the client says, −1 when it does not
 * @param codings how the body is packed
 * @param arrivedNanos {@link System#nanoTime} when it came
 * @param entrance what the caller's limits say
 */
public record Arrival(
    String requestId,
    Caller caller,
    String address,
    String dialect,
    long contentLength,
    ContentCodings codings,
    long arrivedNanos,
    Entrance entrance) {}
