package dev.localllm.api;

import dev.localllm.chat.GatewayError;
import dev.localllm.pipeline.Client;
import dev.localllm.protocol.Dialect;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/** A client at the other end of a suspended JAX-RS request. */
final class ServletClient implements Client {

  private final Dialect dialect;
  private final AsyncResponse suspended;
  private final HttpServletResponse response;

  ServletClient(Dialect dialect, AsyncResponse suspended, HttpServletResponse response) {
    this.dialect = dialect;
    this.suspended = suspended;
    this.response = response;
  }

  @Override
  public void stream(String contentType, StreamWriter writer) {
    StreamingOutput body =
        out -> {
          // Liberty swallows the first flush of a response; let it be one without content
          response.flushBuffer();
          writer.writeTo(out);
        };
    suspended.resume(Response.ok(body, contentType).build());
  }

  @Override
  public void send(String contentType, byte[] body) {
    suspended.resume(Response.ok(body, contentType).build());
  }

  @Override
  public void fail(GatewayError error) {
    suspended.resume(ErrorResponses.of(dialect, error));
  }
}
