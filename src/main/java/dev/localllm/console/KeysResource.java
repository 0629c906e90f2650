package dev.localllm.console;

import dev.localllm.access.Scope;
import dev.localllm.api.RequiresScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;

/** API keys. */
@RequiresScope(Scope.ADMIN)
@Path("/admin/v1/keys")
@ApplicationScoped
public class KeysResource {

  @Inject KeyAdmin keys;
  @Inject Desk desk;

  /** A page of all keys. */
  @GET
  public void list(
      @Context HttpServletRequest request,
      @Context UriInfo address,
      @Suspended AsyncResponse suspended) {
    Map<String, List<String>> parameters = address.getQueryParameters();
    desk.begin(request, suspended, () -> keys.list(parameters));
  }

  /** Makes a key. */
  @POST
  public void create(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    Visit visit = desk.visit(request);
    desk.begin(request, suspended, body -> keys.create(body, visit));
  }

  /** One key, by its id or its name. */
  @GET
  @Path("{id}")
  public void show(
      @PathParam("id") String id,
      @Context HttpServletRequest request,
      @Suspended AsyncResponse suspended) {
    List<String> known = Desk.headers(request, HttpHeaders.IF_NONE_MATCH);
    desk.begin(request, suspended, () -> keys.show(id, known));
  }

  /** Changes a key. */
  @PATCH
  @Path("{id}")
  public void change(
      @PathParam("id") String id,
      @Context HttpServletRequest request,
      @Suspended AsyncResponse suspended) {
    Visit visit = desk.visit(request);
    List<String> expected = Desk.headers(request, HttpHeaders.IF_MATCH);
    desk.begin(request, suspended, body -> keys.change(id, expected, body, visit));
  }

  /** Revokes a key. */
  @DELETE
  @Path("{id}")
  public void revoke(
      @PathParam("id") String id,
      @Context HttpServletRequest request,
      @Suspended AsyncResponse suspended) {
    Visit visit = desk.visit(request);
    List<String> expected = Desk.headers(request, HttpHeaders.IF_MATCH);
    desk.begin(request, suspended, () -> keys.revoke(id, expected, visit));
  }

  /** Gives a key a new secret. */
  @POST
  @Path("{id}/rotate")
  public void rotate(
      @PathParam("id") String id,
      @Context HttpServletRequest request,
      @Suspended AsyncResponse suspended) {
    Visit visit = desk.visit(request);
    List<String> expected = Desk.headers(request, HttpHeaders.IF_MATCH);
    desk.begin(request, suspended, body -> keys.rotate(id, expected, body, visit));
  }
}
