package dev.localllm.console;

import dev.localllm.access.Scope;
import dev.localllm.api.RequiresScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;

/** The audit log. */
@RequiresScope(Scope.ADMIN)
@Path("/admin/v1/audit")
@ApplicationScoped
public class AuditResource {

  @Inject AuditPages pages;
  @Inject Desk desk;

  /** A page of events, the latest first. */
  @GET
  public void events(
      @Context HttpServletRequest request,
      @Context UriInfo address,
      @Suspended AsyncResponse suspended) {
    Map<String, List<String>> parameters = address.getQueryParameters();
    desk.begin(request, suspended, () -> pages.page(parameters));
  }
}
