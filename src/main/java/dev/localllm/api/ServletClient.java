package dev.localllm.api;

import dev.localllm.chat.GatewayError;
import dev.localllm.pipeline.Client;
import dev.localllm.protocol.Dialect;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/**
 * A client at the other end of a suspended JAX-RS request. Bodies are written as streams, on the
 * thread that has them: RESTEasy hands arrays to another one.
 */
final class ServletClient implements Client {

  private final Dialect dialect;
  private final AsyncResponse suspended;

  ServletClient(Dialect dialect, AsyncResponse suspended) {
    this.dialect = dialect;
    this.suspended = suspended;
  }

  @Override
  public void stream(String contentType, StreamWriter writer) {
    StreamingOutput body = out -> writer.writeTo(new PromptStream(out));
    suspended.resume(Response.ok(body, contentType).build());
  }

  @Override
  public void send(String contentType, byte[] body) {
    StreamingOutput whole = out -> out.write(body);
    suspended.resume(
        Response.ok(whole, contentType).header(HttpHeaders.CONTENT_LENGTH, body.length).build());
  }

  @Override
  public void done(int status) {
    suspended.resume(Response.status(status).build());
  }

  @Override
  public void fail(GatewayError error) {
    suspended.resume(ErrorResponses.of(dialect, error));
  }
}
