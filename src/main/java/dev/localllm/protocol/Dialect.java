package dev.localllm.protocol;

import dev.localllm.chat.GatewayError;

/** A wire protocol that clients speak, as far as it is the same for all its endpoints. */
public interface Dialect {

  /** Short lower-case name, for logs and metrics: {@code ollama}, {@code openai}. */
  String label();

  /** Words an error for a client that has not been sent a response head yet. */
  ErrorBody error(GatewayError error);

  /**
   * An error ready to send; headers that every dialect shares ({@code Allow}, {@code Retry-After})
   * are not the codec's business.
   *
   * @param status HTTP status
   * @param contentType {@code Content-Type} of the body
   * @param body the body
   */
  record ErrorBody(int status, String contentType, String body) {}
}
