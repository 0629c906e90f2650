package dev.localllm.observe;

import dev.localllm.api.OpenToAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;

/** Tells what runs here. */
@ApplicationScoped
@OpenToAll
@Path("/version")
public class VersionResource {

  @Inject Build build;

  /** Release, commit, build date, environment and the time. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public byte[] version() {
    var json = new JsonObject();
    build.facts(Instant.now()).forEach(json::add);
    return json.bytes("");
  }
}
