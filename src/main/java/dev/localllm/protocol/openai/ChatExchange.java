package dev.localllm.protocol.openai;

import dev.localllm.chat.ChatRequest;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.ollama.OllamaRequestWriter;
import java.util.Objects;
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
    return Objects.requireNonNullElse(request.sampling().maxTokens(), 0);
  }

  @Override
  public byte[] backendBody(String routedModel) {
    return OllamaRequestWriter.chat(request, routedModel);
  }

  @Override
  public Answer answer() {
    return streaming()
        ? new ChatCompletionStream(heads.get(), includesUsage)
        : new ChatCompletion(heads.get());
  }
}
