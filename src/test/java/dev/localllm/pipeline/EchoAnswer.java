package dev.localllm.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayException;
import dev.localllm.chat.Usage;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import java.util.Optional;

/**
 * Repeats each line in brackets. The lines {@code done}, {@code error} and {@code nothing} are the
 * end mark, a failure, and one that the client gets nothing for.
 */
final class EchoAnswer implements Answer {

  static final String HEARTBEAT = "♥";
  private boolean complete;

  @Override
  public String contentType() {
    return "text/echo";
  }

  @Override
  public void line(byte[] buffer, int offset, int length, ByteBuilder out) {
    String line = new String(buffer, offset, length, UTF_8);
    switch (line) {
      case "done" -> complete = true;
      case "error" -> throw new GatewayException(new BackendFailed("the backend says so"));
      case "nothing" -> {}
      default -> out.append("[" + line + "]");
    }
  }

  @Override
  public boolean complete() {
    return complete;
  }

  @Override
  public void end(ByteBuilder out) {
    out.append("END");
  }

  @Override
  public void failure(GatewayError error, ByteBuilder out) {
    out.append("FAILED: " + error.message());
  }

  @Override
  public void heartbeat(ByteBuilder out) {
    out.append(HEARTBEAT);
  }

  @Override
  public Optional<String> reportedModel() {
    return Optional.of("echo");
  }

  @Override
  public Usage usage() {
    return Usage.NONE;
  }
}
