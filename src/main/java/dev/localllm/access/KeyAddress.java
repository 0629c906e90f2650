package dev.localllm.access;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The issuer's keys at their web address; nowhere else, wherever it may redirect to. */
final class KeyAddress implements KeySource {

  private static final int LONGEST_ANSWER = 512 * 1024;
  private static final int OK = 200;

  private final URI address;
  private final Duration connectTimeout;
  private final Duration timeout;

  /**
   * Makes no connection yet.
   *
   * @param timeout from the beginning to the last byte
   */
  KeyAddress(URI address, Duration connectTimeout, Duration timeout) {
    this.address = address;
    this.connectTimeout = connectTimeout;
    this.timeout = timeout;
  }

  /** With the usual patience: two seconds to connect, and three more to answer. */
  KeyAddress(URI address) {
    this(address, Duration.ofSeconds(2), Duration.ofSeconds(5));
  }

  /** A client for each fetch, since an idle one would keep a thread between them. */
  @Override
  public byte[] fetch() throws Unavailable {
    HttpClient client =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .build();
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .header("Accept", "application/jwk-set+json, application/json")
              .build();
      HttpResponse<byte[]> answer =
          finished(
              client.sendAsync(
                  request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER)));
      if (answer.statusCode() != OK) {
        throw new Unavailable("the answer has status " + answer.statusCode());
      }
      return answer.body();
    } finally {
      client.shutdownNow();
    }
  }

  /** The client's own timeout ends with the response head, but the body may trickle. */
  private HttpResponse<byte[]> finished(CompletableFuture<HttpResponse<byte[]>> answer)
      throws Unavailable {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Unavailable("the answer takes too long");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the fetch was interrupted");
    } catch (ExecutionException e) {
      throw new Unavailable(
          e.getCause() instanceof IOException failure
              ? "the fetch fails with " + failure.getClass().getSimpleName()
              : "the fetch fails");
    }
  }
}
