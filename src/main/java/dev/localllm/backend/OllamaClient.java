package dev.localllm.backend;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * Ollama's native API, bytes in and bytes out. A method for each path: a path with a variable is
 * parsed again for every call.
 */
@Path("/api")
@Consumes(MediaType.APPLICATION_JSON)
public interface OllamaClient extends AutoCloseable {

  @POST
  @Path("/chat")
  Response chat(
      @HeaderParam("X-Request-Id") String requestId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      byte[] body);

  @POST
  @Path("/generate")
  Response generate(
      @HeaderParam("X-Request-Id") String requestId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      byte[] body);

  @POST
  @Path("/embed")
  Response embed(
      @HeaderParam("X-Request-Id") String requestId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      byte[] body);

  @POST
  @Path("/embeddings")
  Response embeddings(
      @HeaderParam("X-Request-Id") String requestId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      byte[] body);

  @POST
  @Path("/show")
  Response show(
      @HeaderParam("X-Request-Id") String requestId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      byte[] body);

  @GET
  @Path("/tags")
  Response tags(
      @HeaderParam("X-Request-Id") String requestId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization);

  @GET
  @Path("/ps")
  Response ps(
      @HeaderParam("X-Request-Id") String requestId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization);

  @GET
  @Path("/version")
  Response version(
      @HeaderParam("X-Request-Id") String requestId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization);

  @POST
  @Path("/pull")
  Response pull(
      @HeaderParam("X-Request-Id") String requestId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      byte[] body);

  @POST
  @Path("/push")
  Response push(
      @HeaderParam("X-Request-Id") String requestId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      byte[] body);

  @POST
  @Path("/create")
  Response create(
      @HeaderParam("X-Request-Id") String requestId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      byte[] body);

  @POST
  @Path("/copy")
  Response copy(
      @HeaderParam("X-Request-Id") String requestId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      byte[] body);

  @DELETE
  @Path("/delete")
  Response delete(
      @HeaderParam("X-Request-Id") String requestId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      byte[] body);

  @Override
  void close();
}
