package dev.localllm.observe;

import dev.localllm.api.OpenToAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Whether this process can do its work, backends left aside: what deployments wait for. */
@ApplicationScoped
@OpenToAll
@Path("/ready")
public class ReadyResource {

  @Inject Traffic traffic;
  @Inject Stores stores;

  /** 200, or 503 while a store is away or the process is held, and once it is told to stop. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Response ready() {
    boolean ready = stores.up() && traffic.wanted();
    var body =
        new JsonObject()
            .add("ready", ready)
            .add("draining", traffic.draining())
            .add("held", traffic.held());
    stores.facts().forEach(body::add);
    return Response.status(ready ? 200 : 503).entity(body.bytes("")).build();
  }
}
