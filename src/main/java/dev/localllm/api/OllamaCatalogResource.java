package dev.localllm.api;

import dev.localllm.pipeline.Catalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;

/** What there is, in Ollama's dialect. JAX-RS answers HEAD by the GET methods. */
@Path("/api")
@ApplicationScoped
public class OllamaCatalogResource {

  static final String JSON = "application/json; charset=utf-8";

  @Inject Catalog catalog;
  @Inject Listings listings;

  /** The version of Ollama whose API is spoken. */
  @GET
  @Path("version")
  @Produces(JSON)
  public String version() {
    return "{\"version\":\"" + catalog.version() + "\"}";
  }

  /** All models. */
  @GET
  @Path("tags")
  public void tags(
      @Context HttpServletRequest request,
      @Context HttpServletResponse response,
      @Suspended AsyncResponse suspended) {
    listings.begin(
        Dialects.OLLAMA, suspended, response, () -> catalog.models(RequestIds.of(request)));
  }

  /** Models in memory. */
  @GET
  @Path("ps")
  public void loaded(
      @Context HttpServletRequest request,
      @Context HttpServletResponse response,
      @Suspended AsyncResponse suspended) {
    listings.begin(
        Dialects.OLLAMA, suspended, response, () -> catalog.loaded(RequestIds.of(request)));
  }

  /** One model. */
  @POST
  @Path("show")
  public void show(
      @Context HttpServletRequest request,
      @Context HttpServletResponse response,
      @Suspended AsyncResponse suspended) {
    listings.begin(
        Dialects.OLLAMA,
        suspended,
        response,
        () -> catalog.show(listings.body(request), RequestIds.of(request)));
  }
}
