package dev.localllm.backend;

import java.io.IOException;
import java.io.InputStream;

/**
 * A response head and the body that follows it. Belongs to one thread at a time.
 *
 * @param status HTTP status
 * @param body the body, to be read to its end or given up by {@link #cancel}
 */
public record BackendAnswer(int status, InputStream body) implements AutoCloseable {

  /** Ends an answer whose body has been read; its connection may be used again. */
  @Override
  public void close() throws IOException {
    body.close();
  }

  /**
   * Gives the rest up and closes the connection at once. The client library would read on to the
   * end of the body; an interrupt that is pending on a virtual thread makes that read close the
   * socket instead.
   */
  public void cancel() {
    Thread.currentThread().interrupt();
    try {
      body.close();
    } catch (IOException expected) {
      // the interrupted read says that the socket is closed, which is what was wanted
    } finally {
      boolean wasPending = Thread.interrupted();
      assert wasPending || !Thread.currentThread().isInterrupted();
    }
  }
}
