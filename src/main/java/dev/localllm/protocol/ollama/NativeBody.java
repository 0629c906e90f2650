package dev.localllm.protocol.ollama;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.Usage;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.Operation;
import java.util.Optional;

/** Forwards an answer in one piece. */
final class NativeBody implements Answer {

  private final Operation operation;
  private final NativeWatch watch = new NativeWatch();

  NativeBody(Operation operation) {
    this.operation = operation;
  }

  @Override
  public String contentType() {
    return OllamaDialect.JSON;
  }

  @Override
  public void line(byte[] buffer, int offset, int length, ByteBuilder out) {
    watch.read(buffer, offset, length);
    out.write(buffer, offset, length);
  }

  @Override
  public boolean complete() {
    return switch (operation) {
      case CHAT, GENERATE -> watch.done();
      case EMBED, EMBEDDINGS -> watch.embedded();
    };
  }

  @Override
  public void end(ByteBuilder out) {}

  @Override
  public void failure(GatewayError error, ByteBuilder out) {
    OllamaDialect.appendError(error, out);
  }

  @Override
  public void heartbeat(ByteBuilder out) {
    out.write(' ');
  }

  @Override
  public Optional<String> reportedModel() {
    return watch.model();
  }

  @Override
  public Usage usage() {
    return watch.usage();
  }
}
