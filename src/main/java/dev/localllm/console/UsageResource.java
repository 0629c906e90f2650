package dev.localllm.console;

import dev.localllm.access.Scope;
import dev.localllm.api.Formats;
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

/** The ledger. */
@RequiresScope({Scope.USAGE_READ, Scope.ADMIN})
@Path("/admin/v1/usage")
@ApplicationScoped
public class UsageResource {

  @Inject UsageSums sums;
  @Inject UsageEntries entries;
  @Inject Desk desk;

  /** Sums: a page as JSON, or all as comma-separated values. */
  @GET
  public void sums(
      @Context HttpServletRequest request,
      @Context UriInfo address,
      @Suspended AsyncResponse suspended) {
    Map<String, List<String>> parameters = address.getQueryParameters();
    List<String> format = parameters.get("format");
    if (format == null ? Formats.csv(request) : format.contains("csv")) {
      desk.begin(request, suspended, "usage.csv", () -> sums.table(parameters));
    } else {
      desk.begin(request, suspended, () -> sums.page(parameters));
    }
  }

  /** A page of single requests. */
  @GET
  @Path("entries")
  public void entries(
      @Context HttpServletRequest request,
      @Context UriInfo address,
      @Suspended AsyncResponse suspended) {
    Map<String, List<String>> parameters = address.getQueryParameters();
    desk.begin(request, suspended, () -> entries.page(parameters));
  }
}
