package dev.localllm.protocol.ollama;

import dev.localllm.chat.GatewayError;
import dev.localllm.protocol.ByteBuilder;

/**
 * Forwards the lines of a pull, a push or a creation. Its end mark is the end of the body behind a
 * line of success: creating a model from one that is pulled first succeeds twice.
 */
final class ProgressStream extends NativeAnswer {

  private boolean ended;

  @Override
  public String contentType() {
    return OllamaDialect.NDJSON;
  }

  @Override
  public void line(byte[] buffer, int offset, int length, ByteBuilder out) {
    watch.read(buffer, offset, length);
    out.write(buffer, offset, length);
    out.write('\n');
  }

  @Override
  public void bodyEnded() {
    ended = true;
  }

  @Override
  public boolean complete() {
    return ended && watch.succeeded();
  }

  @Override
  public void failure(GatewayError error, ByteBuilder out) {
    super.failure(error, out);
    out.write('\n');
  }
}
