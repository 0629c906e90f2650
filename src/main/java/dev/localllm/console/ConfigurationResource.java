package dev.localllm.console;

import dev.localllm.access.Scope;
import dev.localllm.api.RequiresScope;
import dev.localllm.settings.EffectiveSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;

/** What this process is set to. */
@RequiresScope(Scope.ADMIN)
@Path("/admin/v1/configuration")
@ApplicationScoped
public class ConfigurationResource {

  @Inject EffectiveSettings settings;
  @Inject Desk desk;

  /** Every key, with its value unless it is secret, and where that comes from. */
  @GET
  public void configuration(
      @Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    desk.begin(request, suspended, () -> Reply.ok(ConfigurationJson.of(settings)));
  }
}
