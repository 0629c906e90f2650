package dev.localllm.pipeline;

import dev.localllm.backend.BackendAnswer;
import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.LineFramer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Moves one streamed answer from the backend's bytes to the client's. Whatever one read brings is
 * rendered together, so that it costs one write. One thread.
 */
final class Relay implements AutoCloseable {

  /** Of a line: itself, what it is parsed into, and what is made of it. */
  private static final int COPIES = 4;

  private final Answer answer;
  private final LineFramer lines;
  private final Holding holding;
  private @Nullable BackendAnswer head;
  private int count;

  /** The lines that are longer than usual are charged to {@code holding}. */
  Relay(Answer answer, int longestLine, Holding holding) {
    this.answer = answer;
    this.holding = holding;
    lines = new LineFramer(longestLine, more -> holding.take(COPIES * (long) more));
  }

  /**
   * The response head has come.
   *
   * @throws GatewayException when it has an error status
   */
  void begin(BackendAnswer arrived) {
    head = arrived;
    BackendBodies.check(arrived, holding);
  }

  /**
   * Waits until there is something to send, and appends it.
   *
   * @throws GatewayException when the backend reports an error, breaks off, or ends without its end
   *     mark; what came before is in {@code out}
   */
  void advance(ByteBuilder out) {
    do {
      boolean open = fill() >= 0;
      while (lines.next() || (!open && lines.rest())) {
        answer.line(lines.buffer(), lines.offset(), lines.length(), out);
        count++;
      }
      if (!open) {
        answer.bodyEnded();
      }
      if (answer.complete()) {
        answer.end(out);
        return;
      }
      if (!open) {
        throw new GatewayException(
            new BackendFailed("the backend broke off before the end of its answer"));
      }
    } while (out.size() == 0);
  }

  /** How many lines have come; in an answer that is not over, each holds a token. */
  int lines() {
    return count;
  }

  /** Whether the backend's end mark has been passed on. */
  boolean complete() {
    return answer.complete();
  }

  /** Ends the backend's answer: quietly when it is complete, else by closing the connection. */
  @Override
  public void close() {
    if (head != null) {
      head.release(answer.complete());
    }
  }

  private int fill() {
    if (head == null) {
      throw new IllegalStateException("no response head yet");
    }
    try {
      return lines.fill(head.body());
    } catch (IOException e) {
      throw BackendAnswer.broken(e);
    }
  }
}
