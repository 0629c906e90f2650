package dev.localllm.protocol.ollama;

import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.Operation;

/** Forwards an answer in one piece. */
final class NativeBody extends NativeAnswer {

  private final Operation operation;

  NativeBody(Operation operation) {
    this.operation = operation;
  }

  @Override
  public String contentType() {
    return OllamaDialect.JSON;
  }

  @Override
  public void line(byte[] buffer, int offset, int length, ByteBuilder out) {
    if (length > 0) {
      watch.read(buffer, offset, length);
    }
    out.write(buffer, offset, length);
  }

  @Override
  public boolean complete() {
    return switch (operation) {
      case CHAT, GENERATE -> watch.done();
      case EMBED, EMBEDDINGS -> watch.embedded();
      case PULL, PUSH, CREATE -> watch.succeeded();
      case COPY, DELETE -> true;
    };
  }
}
