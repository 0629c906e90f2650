package dev.localllm.console;

import dev.localllm.access.Caller;
import dev.localllm.access.Scope;
import dev.localllm.api.Callers;
import dev.localllm.api.RequiresScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;

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

  @Inject Desk desk;

  /** Who calls, from where, what it may do, and how much. */
  @GET
  public void whoami(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    Caller caller = Callers.of(request);
    String address = Callers.address(request);
    desk.begin(request, suspended, () -> Reply.ok(CallerJson.of(caller, address)));
  }
}
