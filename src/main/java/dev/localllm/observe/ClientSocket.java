package dev.localllm.observe;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a request came by. The server has no API for it, so the way there is by the
 * names of its methods; where they have changed, there is none.
 */
final class ClientSocket {

  private static final Logger LOG = System.getLogger(ClientSocket.class.getName());
  private static final List<String> WAY =
      List.of(
          "getIRequest",
          "getHttpInboundConnection",
          "getTCPConnectionContext",
          "getSocketIOChannel",
          "getSocket");

  private ClientSocket() {}

  /** The socket; empty when it cannot be reached. */
  static Optional<Socket> of(ServletRequest request) {
    @Nullable Object at = request;
    while (at instanceof ServletRequestWrapper wrapper) {
      at = wrapper.getRequest();
    }
    try {
      for (String step : WAY) {
        if (at == null) {
          return Optional.empty();
        }
        at = at.getClass().getMethod(step).invoke(at);
      }
    } catch (ReflectiveOperationException e) {
      LOG.log(Level.DEBUG, "the connection of a request cannot be reached", e);
    }
    return at instanceof Socket socket ? Optional.of(socket) : Optional.empty();
  }
}
