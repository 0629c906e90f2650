package dev.localllm.backend;

import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayError.BackendSilent;
import dev.localllm.chat.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Ollama's {@code /api/blobs}. The REST client would write a whole blob to a file before it sends
 * the first byte; this one sends what it reads. Thread-safe; interrupting the calling thread closes
 * the connection.
 */
final class BlobClient {

  private final String name;
  private final URI url;
  private final @Nullable String authorization;
  private final Executor threads;
  private final Duration connectTimeout;

  /**
   * A client.
   *
   * @param name of the backend, for messages
   * @param url of the backend, without a slash at the end
   * @param authorization value of the {@code Authorization} header, null for none
   * @param threads run what reads the blobs, which blocks
   */
  BlobClient(
      String name,
      URI url,
      @Nullable String authorization,
      Duration connectTimeout,
      Executor threads) {
    this.name = name;
    this.url = url;
    this.authorization = authorization;
    this.threads = threads;
    this.connectTimeout = connectTimeout;
  }

  /** Asks whether there is a blob: 200 if there is. */
  BackendAnswer look(String digest, String requestId) {
    return send("HEAD", digest, BodyPublishers.noBody(), requestId);
  }

  /** Sends a blob; a failure of {@code content} closes the connection within the body. */
  BackendAnswer store(String digest, InputStream content, String requestId) {
    return send(
        "POST", digest, BodyPublishers.fromPublisher(new BlobBody(content, threads)), requestId);
  }

  private BackendAnswer send(String method, String digest, BodyPublisher body, String requestId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/api/blobs/" + digest))
            .method(method, body)
            .setHeader("X-Request-Id", requestId);
    if (authorization != null) {
      request.setHeader("Authorization", authorization);
    }
    HttpClient client = client();
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), BodyHandlers.ofInputStream());
      return new BackendAnswer(response.statusCode(), response.body());
    } catch (HttpConnectTimeoutException e) {
      throw new GatewayException(
          new BackendSilent(name + " did not accept the connection in time"));
    } catch (IOException e) {
      throw new GatewayException(new BackendFailed(name + " cannot be reached, or broke off"));
    } catch (InterruptedException e) {
      // whoever interrupted knows why, and says so
      throw new GatewayException(new BackendFailed("the call was given up"));
    } finally {
      // what is left of the answer can still be read
      client.shutdown();
    }
  }

  /** One for each call: they are few and long, and an idle client would keep a thread. */
  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connectTimeout)
        .executor(threads)
        .build();
  }
}
