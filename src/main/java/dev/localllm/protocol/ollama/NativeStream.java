package dev.localllm.protocol.ollama;

import dev.localllm.chat.GatewayError;
import dev.localllm.protocol.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Forwards the lines of a stream; reads only the first, the last, and what looks unusual. */
final class NativeStream extends NativeAnswer {

  private static final byte[] USUAL_START = "{\"model\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] USUAL_END = "\"done\":false}".getBytes(StandardCharsets.US_ASCII);

  @Override
  public String contentType() {
    return OllamaDialect.NDJSON;
  }

  @Override
  public void line(byte[] buffer, int offset, int length, ByteBuilder out) {
    if (watch.model().isEmpty() || !isUsual(buffer, offset, length)) {
      watch.read(buffer, offset, length);
    }
    out.write(buffer, offset, length);
    out.write('\n');
  }

  /** Whether the line is surely an object of one more token; other keys orders get read. */
  private static boolean isUsual(byte[] buffer, int offset, int length) {
    int end = offset + length;
    return length > USUAL_START.length + USUAL_END.length
        && Arrays.equals(
            buffer, offset, offset + USUAL_START.length, USUAL_START, 0, USUAL_START.length)
        && Arrays.equals(buffer, end - USUAL_END.length, end, USUAL_END, 0, USUAL_END.length);
  }

  @Override
  public boolean complete() {
    return watch.done();
  }

  @Override
  public void failure(GatewayError error, ByteBuilder out) {
    super.failure(error, out);
    out.write('\n');
  }
}
