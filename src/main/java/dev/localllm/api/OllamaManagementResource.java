package dev.localllm.api;

import dev.localllm.access.Scope;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayException;
import dev.localllm.pipeline.Management;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.ollama.ManagementCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import java.util.regex.Pattern;

/** What changes the models of a backend, in Ollama's dialect. */
@RequiresScope(Scope.MODELS_MANAGE)
@Path("/api")
@ApplicationScoped
public class OllamaManagementResource {

  private static final Pattern DIGEST = Pattern.compile("sha256[:-][0-9a-fA-F]{64}");

  @Inject Management management;
  @Inject ManagementCodec codec;

  /** Fetches a model from a registry. */
  @POST
  @Path("pull")
  public void pull(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    begin(Operation.PULL, request, suspended);
  }

  /** Takes a model to a registry. */
  @POST
  @Path("push")
  public void push(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    begin(Operation.PUSH, request, suspended);
  }

  /** Makes a model of another one, or of blobs. */
  @POST
  @Path("create")
  public void create(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    begin(Operation.CREATE, request, suspended);
  }

  /** Gives a model a further name. */
  @POST
  @Path("copy")
  public void copy(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    begin(Operation.COPY, request, suspended);
  }

  /** Deletes a model. */
  @DELETE
  @Path("delete")
  public void delete(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    begin(Operation.DELETE, request, suspended);
  }

  /** Tells whether there is a blob. */
  @HEAD
  @Path("blobs/{digest}")
  public void lookForBlob(
      @PathParam("digest") String digest,
      @Context HttpServletRequest request,
      @Suspended AsyncResponse suspended) {
    requireDigest(digest);
    management.lookForBlob(
        Inference.arrival(Dialects.OLLAMA, request),
        digest,
        new ServletClient(Dialects.OLLAMA, suspended));
  }

  /** Stores a blob. */
  @POST
  @Path("blobs/{digest}")
  public void storeBlob(
      @PathParam("digest") String digest,
      @Context HttpServletRequest request,
      @Suspended AsyncResponse suspended)
      throws IOException {
    requireDigest(digest);
    // whatever becomes of it, the server may read it: a client sends gigabytes before it looks
    RequestBody.end(request).run();
    management.storeBlob(
        Inference.arrival(Dialects.OLLAMA, request),
        digest,
        request.getInputStream(),
        new ServletClient(Dialects.OLLAMA, suspended));
  }

  private void begin(Operation operation, HttpServletRequest request, AsyncResponse suspended) {
    management.accept(
        Inference.arrival(Dialects.OLLAMA, request),
        body -> codec.exchange(operation, body),
        new ServletClient(Dialects.OLLAMA, suspended),
        UploadListener.of(request));
  }

  private static void requireDigest(String digest) {
    if (!DIGEST.matcher(digest).matches()) {
      throw new GatewayException(new Invalid("invalid digest format", null));
    }
  }
}
