package dev.localllm.protocol.openai;

import dev.localllm.chat.EmbeddingRequest;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.ollama.OllamaRequestWriter;
import java.util.Optional;

/** A request for embeddings on its way to a native backend. */
record EmbeddingExchange(Optional<String> requestedModel, EmbeddingRequest request, boolean base64)
    implements Exchange {

  @Override
  public Operation operation() {
    return Operation.EMBED;
  }

  @Override
  public boolean streaming() {
    return false;
  }

  @Override
  public int maxTokens() {
    return 0;
  }

  @Override
  public byte[] backendBody(String routedModel, int mostTokens) {
    return OllamaRequestWriter.embed(request, routedModel);
  }

  @Override
  public Answer answer() {
    return new EmbeddingAnswer(requestedModel.orElse(""), request.inputs().size(), base64);
  }
}
