package dev.localllm.protocol.ollama;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.Usage;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import java.util.Optional;

/** Forwards what the backend says in the dialect that the client speaks too. */
abstract class NativeAnswer implements Answer {

  final NativeWatch watch = new NativeWatch();

  @Override
  public final void end(ByteBuilder out) {}

  @Override
  public void failure(GatewayError error, ByteBuilder out) {
    OllamaDialect.appendError(error, out);
  }

  @Override
  public final void heartbeat(ByteBuilder out) {
    // there are no comments, but white space in front of an object is legal
    out.write(' ');
  }

  @Override
  public final Optional<String> reportedModel() {
    return watch.model();
  }

  @Override
  public final Usage usage() {
    return watch.usage();
  }
}
