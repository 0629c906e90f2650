package dev.localllm.observe;

import dev.localllm.pipeline.InFlight;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Whether this process can do its work, backends left aside: what deployments wait for. There is no
 * database or cache yet that it could miss.
 */
@ApplicationScoped
@Path("/ready")
public class ReadyResource {

  @Inject InFlight inFlight;

  /** 200, or 503 from the moment the process is told to stop. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Response ready() {
    boolean ready = !inFlight.draining();
    byte[] body =
        new JsonObject().add("ready", ready).add("draining", inFlight.draining()).bytes("");
    return Response.status(ready ? 200 : 503).entity(body).build();
  }
}
