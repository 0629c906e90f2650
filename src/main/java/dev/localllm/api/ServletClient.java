package dev.localllm.api;

import dev.localllm.chat.GatewayError;
import dev.localllm.pipeline.Client;
import dev.localllm.protocol.Dialect;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Map;

/** A client at the other end of a suspended JAX-RS request. */
final class ServletClient implements Client {

  private final Dialect dialect;
  private final AsyncResponse suspended;
  private volatile Map<String, String> headers = Map.of();

  ServletClient(Dialect dialect, AsyncResponse suspended) {
    this.dialect = dialect;
    this.suspended = suspended;
  }

  @Override
  public void headers(Map<String, String> more) {
    headers = more;
  }

  @Override
  public void stream(String contentType, StreamWriter writer) {
    StreamingOutput body = out -> writer.writeTo(new PromptStream(out));
    suspended.resume(with(Response.ok(body, contentType)));
  }

  @Override
  public void send(String contentType, byte[] body) {
    suspended.resume(with(Answers.whole(200, contentType, body)));
  }

  @Override
  public void done(int status) {
    suspended.resume(Response.status(status).build());
  }

  @Override
  public void fail(GatewayError error) {
    suspended.resume(with(Response.fromResponse(ErrorResponses.of(dialect, error))));
  }

  private Response with(Response.ResponseBuilder response) {
    headers.forEach(response::header);
    return response.build();
  }
}
