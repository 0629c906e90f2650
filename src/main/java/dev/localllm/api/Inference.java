package dev.localllm.api;

import dev.localllm.pipeline.Arrival;
import dev.localllm.pipeline.Codec;
import dev.localllm.pipeline.Pipeline;
import dev.localllm.protocol.Dialect;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

/** Hands suspended requests to the pipeline. */
@ApplicationScoped
public class Inference {

  @Inject Pipeline pipeline;

  /** Begins; the answer comes through {@code suspended}. */
  public void begin(
      Dialect dialect, Codec codec, HttpServletRequest request, AsyncResponse suspended) {
    long now = System.nanoTime();
    try {
      var arrival =
          new Arrival(
              RequestIds.of(request),
              dialect.label(),
              request.getInputStream(),
              request.getContentLengthLong(),
              now);
      pipeline.accept(arrival, codec, new ServletClient(dialect, suspended));
    } catch (IOException e) {
      suspended.resume(Response.status(Response.Status.BAD_REQUEST).build());
    }
  }
}
