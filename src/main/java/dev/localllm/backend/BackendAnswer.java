package dev.localllm.backend;

import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayException;
import dev.localllm.transport.Answer;
import dev.localllm.transport.BadAnswer;
import java.io.IOException;
import java.io.InputStream;

/**
 * A response head and the body that follows it. Belongs to one thread at a time.
 *
 * @param status HTTP status
 * @param body the body, to be read to its end or given up; {@link #release} says which
 * @param ending what becomes of it then
 */
public record BackendAnswer(int status, InputStream body, Ending ending) {

  /** The end of an answer that was read, or is given up. */
  @FunctionalInterface
  public interface Ending {

    /** Frees what it holds; may be called again. */
    void end(boolean read);
  }

  /** An answer that came over no connection. */
  public BackendAnswer(int status, InputStream body) {
    this(status, body, read -> {});
  }

  /** An answer that came over a connection. */
  BackendAnswer(Answer answer) {
    this(answer.status(), answer, answer::release);
  }

  /**
   * Ends the answer. One that has been read lets its connection be used again; one that has not is
   * given up and its connection closed at once, so that the backend stops working for it.
   */
  public void release(boolean read) {
    ending.end(read);
  }

  /** What a failure to read the body means to the client. */
  public static GatewayException broken(IOException failure) {
    return new GatewayException(
        new BackendFailed(
            failure instanceof BadAnswer bad
                ? "the backend " + bad.getMessage()
                : "the connection to the backend broke"));
  }
}
