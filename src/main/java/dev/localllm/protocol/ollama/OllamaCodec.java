package dev.localllm.protocol.ollama;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.Operation;

/** Reads the inference requests of native clients. */
public final class OllamaCodec {

  private OllamaCodec() {}

  /**
   * Reads a request as far as the gateway must understand it.
   *
   * @param body the client's bytes, kept and not changed
   * @throws GatewayException {@link GatewayError.Invalid} when the body is not one JSON object in
   *     UTF-8, or when {@code model} or {@code stream} cannot be understood in one way only
   */
  public static Exchange exchange(Operation operation, byte[] body) {
    return new NativeExchange(operation, body, NativeRequest.read(body));
  }
}
