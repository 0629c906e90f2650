package dev.localllm.backend;

import java.io.IOException;

/** A server that speaks Ollama's native API. Thread-safe. */
public interface Backend {

  /** Short name, unique among the backends, without secrets: for logs, metrics, health. */
  String name();

  /** What the last probe found; never calls the server. */
  BackendState state();

  /**
   * Asks for an inference and waits for the response head. Retries while nothing came back.
   *
   * @param path absolute path of Ollama's API, {@code /api/chat} and the like
   * @param body JSON
   * @param requestId sent as {@code X-Request-Id}
   * @throws IOException when it cannot be reached, breaks off, or the thread is interrupted
   */
  BackendAnswer post(String path, byte[] body, String requestId) throws IOException;

  /**
   * Asks for a listing and waits for the response head.
   *
   * @throws IOException as {@link #post}
   */
  BackendAnswer fetch(String path, String requestId) throws IOException;
}
