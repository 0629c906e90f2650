package dev.localllm.protocol.ollama;

import dev.localllm.protocol.Answer;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.Operation;
import java.util.Optional;

/** A request that manages models, on its way to a native backend as it came. */
final class ManagementExchange implements Exchange {

  private final Operation operation;
  private final byte[] body;
  private final ManagementRequest request;

  ManagementExchange(Operation operation, byte[] body, ManagementRequest request) {
    this.operation = operation;
    this.body = body;
    this.request = request;
  }

  @Override
  public Operation operation() {
    return operation;
  }

  /** What is copied has two names. */
  @Override
  public Optional<String> requestedModel() {
    return operation == Operation.COPY ? Optional.of(request.copied()) : request.model();
  }

  @Override
  public boolean streaming() {
    return operation.reportsProgress() && request.stream();
  }

  @Override
  public int maxTokens() {
    return 0;
  }

  /** The names of models are the backend's own: there is nothing to route. */
  @Override
  public byte[] backendBody(String routedModel, int mostTokens) {
    return body;
  }

  @Override
  public Answer answer() {
    return streaming() ? new ProgressStream() : new NativeBody(operation);
  }
}
