package dev.localllm.pipeline;

import dev.localllm.backend.BackendAnswer;
import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.LineFramer;
import java.io.IOException;

/**
 * Moves one streamed answer from the backend's bytes to the client's. Whatever one read brings is
 * rendered together, so that it costs one write. One thread.
 */
final class Relay {

  private final BackendAnswer head;
  private final Answer answer;
  private final LineFramer lines;

  Relay(BackendAnswer head, Answer answer, int longestLine) {
    this.head = head;
    this.answer = answer;
    lines = new LineFramer(longestLine);
  }

  /**
   * Reads once, or until there is something to send, and appends it.
   *
   * @return whether more may follow; false when the answer is complete
   * @throws GatewayException when the backend reports an error, breaks off, or ends without its end
   *     mark; what came before is in {@code out}
   */
  boolean advance(ByteBuilder out) {
    do {
      boolean open = fill() >= 0;
      while (lines.next() || (!open && lines.rest())) {
        answer.line(lines.buffer(), lines.offset(), lines.length(), out);
      }
      if (answer.complete()) {
        answer.end(out);
        return false;
      }
      if (!open) {
        throw new GatewayException(
            new BackendFailed("the backend broke off before the end of its answer"));
      }
    } while (out.size() == 0);
    return true;
  }

  private int fill() {
    try {
      return lines.fill(head.body());
    } catch (IOException e) {
      throw new GatewayException(new BackendFailed("the connection to the backend broke"));
    }
  }
}
