package dev.localllm.observe;

import dev.localllm.api.OpenToAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Whether requests should come to this replica, stores and backends left aside: what the proxy asks
 * that chooses between replicas. An outage that all of them share must not leave it without any.
 */
@ApplicationScoped
@OpenToAll
@Path("/serving")
public class ServingResource {

  @Inject Traffic traffic;

  /** 200, or 503 while the replica is held and from the moment it is told to stop. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Response serving() {
    boolean serving = traffic.wanted();
    var body =
        new JsonObject()
            .add("serving", serving)
            .add("draining", traffic.draining())
            .add("held", traffic.held());
    return Response.status(serving ? 200 : 503).entity(body.bytes("")).build();
  }
}
