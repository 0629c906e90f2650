package dev.localllm.api;

import dev.localllm.access.Scope;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.ollama.OllamaCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;

/**
 * Inference in Ollama's dialect. As with Ollama, the content type of a request is not looked at.
 */
@RequiresScope(Scope.INFERENCE)
@Path("/api")
@ApplicationScoped
public class OllamaInferenceResource {

  @Inject Inference inference;

  /** Continues a conversation. */
  @POST
  @Path("chat")
  public void chat(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    begin(Operation.CHAT, request, suspended);
  }

  /** Continues a text. */
  @POST
  @Path("generate")
  public void generate(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    begin(Operation.GENERATE, request, suspended);
  }

  /** Turns texts into vectors. */
  @POST
  @Path("embed")
  public void embed(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    begin(Operation.EMBED, request, suspended);
  }

  /** Turns one text into a vector, in the old way. */
  @POST
  @Path("embeddings")
  public void embeddings(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    begin(Operation.EMBEDDINGS, request, suspended);
  }

  private void begin(Operation operation, HttpServletRequest request, AsyncResponse suspended) {
    inference.begin(
        Dialects.OLLAMA, body -> OllamaCodec.exchange(operation, body), request, suspended);
  }
}
