package dev.localllm.api;

import dev.localllm.access.Caller;
import dev.localllm.access.Scope;
import dev.localllm.pipeline.Catalog;
import dev.localllm.protocol.ByteBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;

/** What there is, in Ollama's dialect. JAX-RS answers HEAD by the GET methods. */
@RequiresScope(Scope.MODELS_READ)
@Path("/api")
@ApplicationScoped
public class OllamaCatalogResource {

  static final String JSON = "application/json; charset=utf-8";

  @Inject Catalog catalog;
  @Inject Listings listings;

  /** The version of Ollama whose API is spoken. */
  @GET
  @Path("version")
  public void version(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    listings.begin(
        Dialects.OLLAMA,
        request,
        suspended,
        () ->
            new ByteBuilder(64).append("{\"version\":").appendJson(catalog.version()).append("}"));
  }

  /** All models. */
  @GET
  @Path("tags")
  public void tags(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    String requestId = RequestIds.of(request);
    Caller caller = Callers.of(request);
    listings.begin(Dialects.OLLAMA, request, suspended, () -> catalog.models(requestId, caller));
  }

  /** Models in memory. */
  @GET
  @Path("ps")
  public void loaded(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    String requestId = RequestIds.of(request);
    Caller caller = Callers.of(request);
    listings.begin(Dialects.OLLAMA, request, suspended, () -> catalog.loaded(requestId, caller));
  }

  /** One model. */
  @POST
  @Path("show")
  public void show(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    String requestId = RequestIds.of(request);
    Caller caller = Callers.of(request);
    listings.begin(
        Dialects.OLLAMA, request, suspended, question -> catalog.show(question, requestId, caller));
  }
}
