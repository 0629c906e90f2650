package dev.localllm.backend;

import dev.localllm.chat.GatewayException;

/**
 * A server that speaks Ollama's native API. Thread-safe; calls block, and interrupting the thread
 * ends them.
 */
public interface Backend {

  /** Short name, unique among the backends, without secrets: for logs, metrics, health. */
  String name();

  /** What the last probe found; never calls the server. */
  BackendState state();

  /**
   * Sends a request and waits for the response head. Retries while nothing came back.
   *
   * @param call what to ask
   * @param body JSON; empty for a call without a body
   * @param requestId sent as {@code X-Request-Id}
   * @return whatever the backend answered, errors included
   * @throws GatewayException with {@link dev.localllm.chat.GatewayError.BackendFailed} when it
   *     cannot be reached or breaks off, {@link dev.localllm.chat.GatewayError.BackendSilent} when
   *     it does not accept the connection in time
   */
  BackendAnswer send(Call call, byte[] body, String requestId);
}
