package dev.localllm.backend;

import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayException;
import dev.localllm.transport.Answer;
import dev.localllm.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Ollama's {@code /api/blobs}. The REST client would write a whole blob to a file before it sends
 * the first byte; the transport below it sends what it reads. Thread-safe; interrupting the calling
 * thread closes the connection.
 */
final class BlobClient {

  private static final byte[] NONE = {};

  private final String name;
  private final URI url;
  private final @Nullable String authorization;
  private final Transport transport;
  private final Executor threads;

  /**
   * A client.
   *
   * @param name of the backend, for messages
   * @param url of the backend, without a slash at the end
   * @param authorization value of the {@code Authorization} header, null for none
   * @param threads run what reads the blobs, which blocks
   */
  BlobClient(
      String name, URI url, @Nullable String authorization, Transport transport, Executor threads) {
    this.name = name;
    this.url = url;
    this.authorization = authorization;
    this.transport = transport;
    this.threads = threads;
  }

  /** Asks whether there is a blob: 200 if there is. */
  BackendAnswer look(String digest, String requestId) {
    return answer(() -> transport.send("HEAD", address(digest), headers(requestId), NONE));
  }

  /** Sends a blob; a failure of {@code content} closes the connection within the body. */
  BackendAnswer store(String digest, InputStream content, String requestId) {
    return answer(
        () -> transport.send("POST", address(digest), headers(requestId), content, threads));
  }

  private interface Exchange {
    Answer answer() throws IOException;
  }

  private BackendAnswer answer(Exchange exchange) {
    try {
      return new BackendAnswer(exchange.answer());
    } catch (InterruptedIOException e) {
      // whoever interrupted knows why, and says so
      throw Thread.currentThread().isInterrupted()
          ? new GatewayException(new BackendFailed("the call was given up"))
          : new GatewayException(OllamaBackend.meaning(name, e));
    } catch (IOException e) {
      throw new GatewayException(OllamaBackend.meaning(name, e));
    }
  }

  private URI address(String digest) {
    return URI.create(url + "/api/blobs/" + digest);
  }

  private Map<String, String> headers(String requestId) {
    Map<String, String> headers = new HashMap<>(Map.of("X-Request-Id", requestId));
    if (authorization != null) {
      headers.put("Authorization", authorization);
    }
    return headers;
  }
}
