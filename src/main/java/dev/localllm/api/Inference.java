package dev.localllm.api;

import dev.localllm.pipeline.Arrival;
import dev.localllm.pipeline.Codec;
import dev.localllm.pipeline.Pipeline;
import dev.localllm.protocol.Dialect;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;

/** Hands suspended requests to the pipeline. */
@ApplicationScoped
public class Inference {

  @Inject Pipeline pipeline;

  /** Begins; the answer comes through {@code suspended}. */
  public void begin(
      Dialect dialect, Codec codec, HttpServletRequest request, AsyncResponse suspended) {
    pipeline.accept(
        arrival(dialect, request),
        codec,
        new ServletClient(dialect, suspended),
        UploadListener.of(request));
  }

  /** The request at the door. */
  static Arrival arrival(Dialect dialect, HttpServletRequest request) {
    return new Arrival(
        RequestIds.of(request),
        Callers.of(request),
        Callers.address(request),
        dialect.label(),
        request.getContentLengthLong(),
        Codings.of(request),
        System.nanoTime(),
        Callers.entrance(request));
  }
}
