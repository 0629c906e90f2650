package dev.localllm.backend;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.jspecify.annotations.Nullable;

/**
 * Opens calls, with MicroProfile Fault Tolerance around them. The numbers come from {@code
 * BACKEND_RETRIES}, {@code BACKEND_RETRY_DELAY} and {@code BACKEND_RETRY_JITTER}. Whatever happens
 * after the response head is not repeated: the client may have seen a part of it.
 */
@ApplicationScoped
public class BackendCalls {

  /**
   * Runs {@code call} until it yields a response head.
   *
   * @throws ConnectionLost when the last try lost its connection too
   * @throws ProcessingException when a try failed otherwise
   */
  @Retry(
      maxRetries = 2,
      delay = 100,
      delayUnit = ChronoUnit.MILLIS,
      jitter = 50,
      retryOn = ConnectionLost.class)
  public Response open(Supplier<Response> call) throws ConnectionLost {
    try {
      return call.get();
    } catch (ProcessingException e) {
      if (!Thread.currentThread().isInterrupted() && worthAnotherTry(e.getCause())) {
        throw new ConnectionLost(e);
      }
      throw e;
    }
  }

  private static boolean worthAnotherTry(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> false;
      case ConnectException refused -> !String.valueOf(refused.getMessage()).contains("timed out");
      case SocketException reset -> !String.valueOf(reset.getMessage()).contains("interrupt");
      // a kept connection that the server had closed, or one that ended within the head
      default ->
          cause instanceof NoHttpResponseException || cause instanceof ConnectionClosedException;
    };
  }
}
