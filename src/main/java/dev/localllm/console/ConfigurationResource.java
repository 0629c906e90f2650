package dev.localllm.console;

import dev.localllm.access.Scope;
import dev.localllm.api.Answers;
import dev.localllm.api.RequiresScope;
import dev.localllm.settings.EffectiveSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** What this process is set to. */
@RequiresScope(Scope.ADMIN)
@Path("/admin/v1/configuration")
@ApplicationScoped
public class ConfigurationResource {

  @Inject EffectiveSettings settings;

  /** Every key, with its value unless it is secret, and where that comes from. */
  @GET
  public Response configuration() {
    return Answers.whole(200, "application/json", Json.write(ConfigurationJson.of(settings)))
        .build();
  }
}
