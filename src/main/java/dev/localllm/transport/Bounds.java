package dev.localllm.transport;

import java.time.Duration;

/**
 * What a backend may do.
 *
 * @param connections open at a time, at most
 * @param connectTimeout until a connection stands
 * @param exchangeTimeout from the request to the end of the answer; {@link Duration#ZERO} when
 *     somebody else sees to that
 * @param headerBytes the longest line of a response head, and of a chunk's
 * @param headers in a response head, at most
 * @param reuse whether a connection serves one request after the other
 */
public record Bounds(
    int connections,
    Duration connectTimeout,
    Duration exchangeTimeout,
    int headerBytes,
    int headers,
    boolean reuse) {

  /** The same for another pool. */
  public Bounds with(int most, Duration whole) {
    return new Bounds(most, connectTimeout, whole, headerBytes, headers, reuse);
  }
}
