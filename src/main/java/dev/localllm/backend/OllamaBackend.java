package dev.localllm.backend;

import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayError.BackendSilent;
import dev.localllm.chat.GatewayException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** An Ollama server behind a MicroProfile REST client. */
final class OllamaBackend implements Backend {

  private final String name;
  private final OllamaClient client;
  private final BackendCalls calls;
  private final @Nullable String authorization;
  private final Probe probe;
  private final BlobClient blobs;

  /**
   * A backend.
   *
   * @param authorization value of the {@code Authorization} header, null for none
   * @param probe watches the same server
   * @param blobs calls the same server
   */
  OllamaBackend(
      String name,
      OllamaClient client,
      BackendCalls calls,
      @Nullable String authorization,
      Probe probe,
      BlobClient blobs) {
    this.name = name;
    this.client = client;
    this.calls = calls;
    this.authorization = authorization;
    this.probe = probe;
    this.blobs = blobs;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public BackendState state() {
    return probe.state();
  }

  @Override
  public BackendAnswer send(Call call, byte[] body, String requestId) {
    try {
      Response response = calls.open(() -> ask(call, body, requestId));
      return new BackendAnswer(response.getStatus(), response.readEntity(InputStream.class));
    } catch (ConnectionLost e) {
      throw new GatewayException(new BackendFailed(name + " cannot be reached"));
    } catch (ProcessingException e) {
      throw new GatewayException(
          timedOut(e.getCause())
              ? new BackendSilent(name + " did not accept the connection in time")
              : new BackendFailed(name + " cannot be reached"));
    }
  }

  @Override
  public BackendAnswer lookForBlob(String digest, String requestId) {
    return blobs.look(digest, requestId);
  }

  @Override
  public BackendAnswer storeBlob(String digest, InputStream content, String requestId) {
    return blobs.store(digest, content, requestId);
  }

  private Response ask(Call call, byte[] body, String requestId) {
    return switch (call) {
      case CHAT -> client.chat(requestId, authorization, body);
      case GENERATE -> client.generate(requestId, authorization, body);
      case EMBED -> client.embed(requestId, authorization, body);
      case EMBEDDINGS -> client.embeddings(requestId, authorization, body);
      case SHOW -> client.show(requestId, authorization, body);
      case TAGS -> client.tags(requestId, authorization);
      case LOADED -> client.ps(requestId, authorization);
      case VERSION -> client.version(requestId, authorization);
      case PULL -> client.pull(requestId, authorization, body);
      case PUSH -> client.push(requestId, authorization, body);
      case CREATE -> client.create(requestId, authorization, body);
      case COPY -> client.copy(requestId, authorization, body);
      case DELETE -> client.delete(requestId, authorization, body);
    };
  }

  private static boolean timedOut(@Nullable Throwable cause) {
    return cause instanceof SocketTimeoutException
        || (cause != null && String.valueOf(cause.getMessage()).contains("timed out"));
  }
}
