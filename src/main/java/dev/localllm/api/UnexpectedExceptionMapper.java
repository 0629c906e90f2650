package dev.localllm.api;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Internal;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayError.UnknownPath;
import dev.localllm.chat.GatewayError.WrongMethod;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** Words what the server itself refuses, unknown paths above all, in the dialect of the path. */
@Provider
public class UnexpectedExceptionMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOG = System.getLogger(UnexpectedExceptionMapper.class.getName());

  @Context HttpServletRequest request;

  @Override
  public Response toResponse(Throwable exception) {
    return ErrorResponses.of(Dialects.of(request.getRequestURI()), error(exception));
  }

  private GatewayError error(Throwable exception) {
    String path = request.getRequestURI();
    return switch (exception) {
      case NotFoundException e -> new UnknownPath(path);
      case NotAllowedException e -> new WrongMethod(request.getMethod(), path, allowed(e));
      case ClientErrorException e -> new Invalid("the request cannot be understood", null);
      default -> {
        LOG.log(Level.ERROR, () -> "request " + RequestIds.of(request) + " failed", exception);
        yield new Internal();
      }
    };
  }

  private static List<String> allowed(NotAllowedException exception) {
    return exception.getResponse().getAllowedMethods().stream()
        .filter(method -> !method.equals("OPTIONS"))
        .sorted()
        .toList();
  }
}
