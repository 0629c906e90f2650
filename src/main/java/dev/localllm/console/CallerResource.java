package dev.localllm.console;

import dev.localllm.access.Scope;
import dev.localllm.api.Answers;
import dev.localllm.api.Callers;
import dev.localllm.api.RequiresScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Tells callers who they are here. */
@RequiresScope({
  Scope.INFERENCE,
  Scope.MODELS_READ,
  Scope.MODELS_MANAGE,
  Scope.USAGE_READ,
  Scope.ADMIN
})
@Path("/admin/v1/whoami")
@ApplicationScoped
public class CallerResource {

  /** Who calls, what it may do, and how much. */
  @GET
  public Response whoami(@Context HttpServletRequest request) {
    byte[] body = Json.write(CallerJson.of(Callers.of(request)));
    return Answers.whole(200, "application/json", body).build();
  }
}
