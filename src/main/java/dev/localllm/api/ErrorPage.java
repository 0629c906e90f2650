package dev.localllm.api;

import dev.localllm.chat.AccessError.Forbidden;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Internal;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayError.UnknownPath;
import dev.localllm.protocol.Dialect;
import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Words what the server refuses before a resource sees it, in the dialect of the path; its own
 * pages would be HTML and tell of classes.
 */
@WebServlet("/error")
public class ErrorPage extends HttpServlet {

  private static final long serialVersionUID = 1;

  @Inject private transient RequestIdSource ids;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    String asked = path instanceof String uri ? uri : request.getRequestURI();
    if (!response.containsHeader(RequestIds.HEADER)) {
      // what the server refuses has not passed the edge
      response.setHeader(RequestIds.HEADER, ids.accept(request.getHeader(RequestIds.HEADER)));
    }
    send(asked, error(asked, status), response);
  }

  /** Answers a request for {@code path} with an error. */
  public static void send(String path, GatewayError error, HttpServletResponse response)
      throws IOException {
    Dialect.ErrorBody words = Dialects.of(path).error(error);
    response.setStatus(words.status());
    response.setContentType(words.contentType());
    response.getOutputStream().write(words.body().getBytes(StandardCharsets.UTF_8));
  }

  private static GatewayError error(String path, @Nullable Object status) {
    return switch (status) {
      case null -> new UnknownPath(path);
      case Integer code when code == 404 -> new UnknownPath(path);
      case Integer code when code == 403 -> new Forbidden("this is not allowed");
      case Integer code when code >= 400 && code < 500 ->
          new Invalid("the request cannot be understood", null);
      default -> new Internal();
    };
  }
}
