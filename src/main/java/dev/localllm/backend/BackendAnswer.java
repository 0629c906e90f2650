package dev.localllm.backend;

import java.io.IOException;
import java.io.InputStream;

/**
 * A response head and the body that follows it. Belongs to one thread at a time.
 *
 * @param status HTTP status
 * @param body the body, to be read to its end or given up; {@link #release} says which
 */
public record BackendAnswer(int status, InputStream body) {

  /**
   * Ends the answer. One that has been read lets its connection be used again; one that has not is
   * given up and its connection closed at once, so that the backend stops working for it.
   *
   * <p>The client library would read a body on to its end when it is closed, but an interrupt that
   * is pending on a virtual thread makes that read close the socket instead.
   */
  public void release(boolean read) {
    if (!read) {
      Thread.currentThread().interrupt();
    }
    try {
      body.close();
    } catch (IOException closedByInterrupt) {
      // either way the connection is not used again
    } finally {
      if (!read) {
        clearInterrupt();
      }
    }
  }

  private static void clearInterrupt() {
    while (Thread.interrupted()) {
      // the status is clear now; the loop only keeps the result from being ignored
    }
  }
}
