package dev.localllm.api;

import dev.localllm.access.Scope;
import dev.localllm.chat.AccessError.Forbidden;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** What changes the backends' models: refused to everybody as long as callers have no scopes. */
@RequiresScope(Scope.MODELS_MANAGE)
@Path("/api")
@ApplicationScoped
public class OllamaManagementResource {

  private static final Forbidden FORBIDDEN =
      new Forbidden(
          "managing models needs the scope models:manage, which no caller of this gateway has");

  @POST
  @Path("{call: pull|push|create|copy}")
  public Response change() {
    return ErrorResponses.of(Dialects.OLLAMA, FORBIDDEN);
  }

  @DELETE
  @Path("delete")
  public Response delete() {
    return ErrorResponses.of(Dialects.OLLAMA, FORBIDDEN);
  }

  @POST
  @Path("blobs/{digest}")
  public Response upload() {
    return ErrorResponses.of(Dialects.OLLAMA, FORBIDDEN);
  }

  @HEAD
  @Path("blobs/{digest}")
  public Response uploaded() {
    return ErrorResponses.of(Dialects.OLLAMA, FORBIDDEN);
  }
}
