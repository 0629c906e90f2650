package dev.localllm.backend;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayError.BackendSilent;
import dev.localllm.chat.GatewayException;
import dev.localllm.transport.Answer;
import dev.localllm.transport.BadAnswer;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** An Ollama server behind MicroProfile REST clients. */
final class OllamaBackend implements Backend {

  private final String name;
  private final Clients clients;
  private final BackendCalls calls;
  private final @Nullable String authorization;
  private final Probe probe;
  private final BlobClient blobs;

  /**
   * The clients of one server, each with a pool of its own: whoever lists models must not take the
   * connections of those who use them.
   */
  record Clients(OllamaClient inferences, OllamaClient listings) {

    OllamaClient of(Call call) {
      return switch (call) {
        case CHAT, GENERATE, EMBED, EMBEDDINGS, PULL, PUSH, CREATE, COPY, DELETE -> inferences;
        case SHOW, TAGS, LOADED, VERSION -> listings;
      };
    }
  }

  /**
   * A backend.
   *
   * @param authorization value of the {@code Authorization} header, null for none
   * @param probe watches the same server
   * @param blobs calls the same server
   */
  OllamaBackend(
      String name,
      Clients clients,
      BackendCalls calls,
      @Nullable String authorization,
      Probe probe,
      BlobClient blobs) {
    this.name = name;
    this.clients = clients;
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
      return answer(response);
    } catch (ConnectionLost e) {
      throw new GatewayException(new BackendFailed(name + " cannot be reached"));
    } catch (ProcessingException e) {
      throw new GatewayException(meaning(name, e.getCause()));
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

  /** What is told of a call that {@code cause} ended, in words without addresses. */
  static GatewayError meaning(String name, @Nullable Throwable cause) {
    return switch (cause) {
      case BadAnswer bad -> new BackendFailed(name + " " + bad.getMessage());
      case SocketTimeoutException late ->
          new BackendSilent(name + " did not accept the connection in time");
      case null, default -> new BackendFailed(name + " cannot be reached");
    };
  }

  /** The stream as it is: the library's way to it would look for a reader of streams each time. */
  private static BackendAnswer answer(Response response) {
    if (response.getEntity() instanceof Answer body) {
      return new BackendAnswer(body.carriedBy(response));
    }
    return new BackendAnswer(response.getStatus(), response.readEntity(InputStream.class));
  }

  private Response ask(Call call, byte[] body, String requestId) {
    OllamaClient client = clients.of(call);
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
}
