package dev.localllm.api;

import dev.localllm.access.Scope;
import dev.localllm.chat.GatewayError.WrongMediaType;
import dev.localllm.chat.GatewayException;
import dev.localllm.pipeline.Codec;
import dev.localllm.protocol.openai.OpenAiCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import java.util.Locale;

/** Inference in OpenAI's dialect. */
@RequiresScope(Scope.INFERENCE)
@Path("/v1")
@ApplicationScoped
public class OpenAiInferenceResource {

  private static final String JSON = "application/json";

  @Inject Inference inference;
  @Inject OpenAiCodec codec;

  /** Continues a conversation. */
  @POST
  @Path("chat/completions")
  public void chatCompletions(
      @Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    begin(codec::chatCompletion, request, suspended);
  }

  /** Continues a text. */
  @POST
  @Path("completions")
  public void completions(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    begin(codec::completion, request, suspended);
  }

  /** Turns texts into vectors. */
  @POST
  @Path("embeddings")
  public void embeddings(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    begin(codec::embedding, request, suspended);
  }

  private void begin(Codec read, HttpServletRequest request, AsyncResponse suspended) {
    String type = Formats.contentType(request);
    if (type != null && !type.toLowerCase(Locale.ROOT).startsWith(JSON)) {
      throw new GatewayException(new WrongMediaType(type));
    }
    inference.begin(Dialects.OPENAI, read, request, suspended);
  }
}
