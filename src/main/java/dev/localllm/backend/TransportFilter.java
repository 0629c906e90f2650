package dev.localllm.backend;

import dev.localllm.transport.Answer;
import dev.localllm.transport.Transport;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Answers the calls of a REST client by a transport of ours: the standard lets a filter do so, and
 * the client's own engine, which cannot be bounded, never sees a request.
 */
final class TransportFilter implements ClientRequestFilter {

  private static final byte[] NONE = {};

  private final Transport transport;

  TransportFilter(Transport transport) {
    this.transport = transport;
  }

  @Override
  public void filter(ClientRequestContext request) throws IOException {
    Map<String, String> headers = new HashMap<>();
    request.getStringHeaders().forEach((name, values) -> headers.put(name, values.getLast()));
    byte[] body = request.getEntity() instanceof byte[] bytes ? bytes : NONE;
    Answer answer = transport.send(request.getMethod(), request.getUri(), headers, body);
    request.abortWith(Response.status(answer.status()).entity(answer).build());
  }
}
