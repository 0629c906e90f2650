package dev.localllm.protocol.ollama;

import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.Operation;
import java.util.Objects;
import java.util.Optional;

/** A native client's request on its way to a native backend. */
final class NativeExchange implements Exchange {

  private final Operation operation;
  private final byte[] body;
  private final NativeRequest request;

  NativeExchange(Operation operation, byte[] body, NativeRequest request) {
    this.operation = operation;
    this.body = body;
    this.request = request;
  }

  @Override
  public Operation operation() {
    return operation;
  }

  @Override
  public Optional<String> requestedModel() {
    return Optional.ofNullable(request.model());
  }

  /** Streams unless told not to; loading a model and embedding never do. */
  @Override
  public boolean streaming() {
    boolean wanted = !Boolean.FALSE.equals(request.stream());
    return switch (operation) {
      case CHAT -> wanted && request.hasMessages();
      case GENERATE -> wanted && request.hasPrompt();
      case EMBED, EMBEDDINGS -> false;
      case PULL, PUSH, CREATE, COPY, DELETE ->
          throw new IllegalStateException(operation + " infers nothing");
    };
  }

  @Override
  public int maxTokens() {
    return request.options().maxTokens();
  }

  @Override
  public byte[] backendBody(String routedModel, int mostTokens) {
    var splices = new Splices();
    model(routedModel, splices);
    if (mostTokens > 0 && (maxTokens() == 0 || maxTokens() > mostTokens)) {
      request.options().bound(mostTokens, splices);
    }
    return splices.applyTo(body);
  }

  @Override
  public Answer answer() {
    return streaming() ? new NativeStream() : new NativeBody(operation);
  }

  private void model(String name, Splices splices) {
    String json = new ByteBuilder(name.length() + 2).appendJson(name).toString();
    if (request.models().isEmpty()) {
      splices.insert(request.inside(), "\"model\":" + json + (request.empty() ? "" : ","));
    }
    if (!request.models().stream().allMatch(span -> Objects.equals(span.text(), name))) {
      request.models().forEach(span -> splices.replace(span.from(), span.to(), json));
    }
  }
}
