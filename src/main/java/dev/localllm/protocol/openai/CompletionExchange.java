package dev.localllm.protocol.openai;

import dev.localllm.chat.CompletionRequest;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.ollama.OllamaRequestWriter;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A completion on its way to a native backend.
 *
 * @param echo what the answer shall begin with; empty for nothing
 */
record CompletionExchange(
    Optional<String> requestedModel,
    CompletionRequest request,
    String echo,
    boolean includesUsage,
    Supplier<AnswerHead> heads)
    implements Exchange {

  @Override
  public Operation operation() {
    return Operation.GENERATE;
  }

  @Override
  public boolean streaming() {
    return request.stream();
  }

  @Override
  public int maxTokens() {
    return OllamaRequestWriter.maxTokens(request.sampling(), request.extension());
  }

  @Override
  public byte[] backendBody(String routedModel, int mostTokens) {
    return OllamaRequestWriter.generate(request, routedModel, mostTokens);
  }

  @Override
  public Answer answer() {
    return streaming()
        ? new CompletionStream(heads.get(), echo, includesUsage)
        : new Completion(heads.get(), echo);
  }
}
