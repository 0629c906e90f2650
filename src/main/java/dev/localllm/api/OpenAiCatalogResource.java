package dev.localllm.api;

import dev.localllm.access.Caller;
import dev.localllm.access.Scope;
import dev.localllm.chat.GatewayError.UnknownModel;
import dev.localllm.chat.GatewayException;
import dev.localllm.pipeline.Catalog;
import dev.localllm.protocol.openai.ModelList;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;

/** What there is, in OpenAI's dialect. */
@RequiresScope(Scope.MODELS_READ)
@Path("/v1/models")
@ApplicationScoped
public class OpenAiCatalogResource {

  @Inject Catalog catalog;
  @Inject Listings listings;

  /** All models. */
  @GET
  public void models(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    String requestId = RequestIds.of(request);
    Caller caller = Callers.of(request);
    listings.begin(
        Dialects.OPENAI,
        request,
        suspended,
        () -> ModelList.list(catalog.models(requestId, caller)));
  }

  /** One model; its id may contain slashes. */
  @GET
  @Path("{id: .+}")
  public void model(
      @PathParam("id") String id,
      @Context HttpServletRequest request,
      @Suspended AsyncResponse suspended) {
    String requestId = RequestIds.of(request);
    Caller caller = Callers.of(request);
    listings.begin(
        Dialects.OPENAI,
        request,
        suspended,
        () ->
            ModelList.model(catalog.models(requestId, caller), id)
                .orElseThrow(() -> new GatewayException(new UnknownModel(id))));
  }
}
