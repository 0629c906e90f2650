package dev.localllm.observe;

import dev.localllm.api.RequestBody;
import dev.localllm.chat.GatewayError;
import dev.localllm.pipeline.Watchdog;
import dev.localllm.pipeline.Watched;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/**
 * Ends connections whose client goes on sending a body that nobody wants, after it was answered:
 * the server would read it to its end, which may never come. A client that reads its answer has the
 * time to do so. Thread-safe.
 */
final class LingeringClose {

  private final Duration patience;
  private final Watchdog watchdog;

  /** Gives clients {@code patience} from the answer on; {@code watchdog} looks after them. */
  LingeringClose(Duration patience, Watchdog watchdog) {
    this.patience = patience;
    this.watchdog = watchdog;
  }

  /** To be told of each request that the application has worked on, answered or suspended. */
  void handled(RequestBody body, HttpServletRequest request, HttpServletResponse response) {
    if (request.isAsyncStarted()) {
      request.getAsyncContext().addListener(new Completion(body, request, response));
    } else {
      answered(body, request, response);
    }
  }

  private void answered(
      RequestBody body, HttpServletRequest request, HttpServletResponse response) {
    if (body.unread() && (RequestBody.endsConnection(body) || closes(response.getStatus()))) {
      ClientSocket.of(request).ifPresent(socket -> watchdog.add(new Rest(socket)));
    }
  }

  /** Of the statuses that we send, 429 is the one that the server does not know. */
  private static boolean closes(int status) {
    return status >= 400 && status != 429;
  }

  /** A connection that ends with the answer that has just been given. */
  private final class Rest implements Watched {

    private final Socket socket;
    private final long deadline = System.nanoTime() + patience.toNanos();

    Rest(Socket socket) {
      this.socket = socket;
    }

    @Override
    public void check(long now) {
      if (now - deadline > 0) {
        watchdog.remove(this);
        try {
          // the server's next read finds the end, and the server closes
          socket.shutdownInput();
        } catch (IOException closedAlready) {
          return;
        }
      }
    }

    @Override
    public void end(GatewayError why) {
      // nobody waits for it
    }
  }

  private final class Completion implements AsyncListener {

    private final RequestBody body;
    private final HttpServletRequest request;
    private final HttpServletResponse response;

    Completion(RequestBody body, HttpServletRequest request, HttpServletResponse response) {
      this.body = body;
      this.request = request;
      this.response = response;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      answered(body, request, response);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // completes afterwards
    }

    @Override
    public void onError(AsyncEvent event) {
      // completes afterwards
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
