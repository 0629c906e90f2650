package dev.localllm.backend;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Ollama's native API, bytes in and bytes out. */
@Path("/api")
public interface OllamaClient extends AutoCloseable {

  @POST
  @Path("/{call}")
  @Consumes(MediaType.APPLICATION_JSON)
  Response post(
      @PathParam("call") String call,
      @HeaderParam("X-Request-Id") String requestId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      byte[] body);

  @GET
  @Path("/{call}")
  Response fetch(
      @PathParam("call") String call,
      @HeaderParam("X-Request-Id") String requestId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization);

  @Override
  void close();
}
