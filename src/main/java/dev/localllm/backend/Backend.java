package dev.localllm.backend;

import dev.localllm.chat.GatewayException;
import java.io.InputStream;

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

  /**
   * Asks whether the server has a blob, a file of which models are made.
   *
   * @param digest {@code sha256:} and 64 hexadecimal digits; a hyphen may stand for the colon
   * @return status 200 or 404, without a body
   * @throws GatewayException as {@link #send}
   */
  BackendAnswer lookForBlob(String digest, String requestId);

  /**
   * Sends a blob as it comes.
   *
   * @param digest as above, and that of {@code content}
   * @param content is read by another thread while this one waits; when that fails the connection
   *     is closed, so that the server keeps nothing
   * @throws GatewayException as {@link #send}; nothing is tried again
   */
  BackendAnswer storeBlob(String digest, InputStream content, String requestId);
}
