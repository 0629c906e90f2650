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
    return request.maxTokens();
  }

  @Override
  public byte[] backendBody(String routedModel) {
    boolean equal =
        !request.models().isEmpty()
            && request.models().stream().allMatch(m -> Objects.equals(m.text(), routedModel));
    return equal ? body : withModel(routedModel);
  }

  @Override
  public Answer answer() {
    return streaming() ? new NativeStream() : new NativeBody(operation);
  }

  private byte[] withModel(String model) {
    ByteBuilder out = new ByteBuilder(body.length + model.length() + 16);
    int done = 0;
    if (request.models().isEmpty()) {
      done = request.inside();
      out.write(body, 0, done);
      out.append("\"model\":").appendJson(model).append(request.empty() ? "" : ",");
    }
    for (NativeRequest.Span span : request.models()) {
      out.write(body, done, span.from() - done);
      out.appendJson(model);
      done = span.to();
    }
    out.write(body, done, body.length - done);
    return out.toByteArray();
  }
}
