package dev.localllm.protocol.openai;

import dev.localllm.chat.ChatRequest;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.ollama.OllamaRequestWriter;
import java.util.Optional;
import java.util.function.Supplier;

/** A chat completion on its way to a native backend. */
record ChatExchange(
    Optional<String> requestedModel,
    ChatRequest request,
    boolean includesUsage,
    Supplier<AnswerHead> heads)
    implements Exchange {

  @Override
  public Operation operation() {
    return Operation.CHAT;
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
    return OllamaRequestWriter.chat(request, routedModel, mostTokens);
  }

  @Override
  public Answer answer() {
    return streaming()
        ? new ChatCompletionStream(heads.get(), includesUsage)
        : new ChatCompletion(heads.get());
  }
}
