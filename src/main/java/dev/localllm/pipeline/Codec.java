package dev.localllm.pipeline;

import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Exchange;

/** Reads the body of a client's request; a method of its dialect's codec. */
@FunctionalInterface
public interface Codec {

  /**
   * Understands a body.
   *
   * @throws GatewayException when it is not what the dialect allows
   */
  Exchange read(byte[] body);
}
