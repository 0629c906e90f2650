package dev.localllm.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** The root of an Ollama server, by which its clients see that somebody is there. */
@OpenToAll
@Path("/")
@ApplicationScoped
public class OllamaRootResource {

  /** Ollama's own words. */
  @GET
  @Produces("text/plain; charset=utf-8")
  public String root() {
    return "Ollama is running";
  }
}
