package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * The one who asked, at the other end of a connection. Exactly one of the methods that answer is
 * called, once, and does not return before the answer has been handed to the server.
 */
public interface Client {

  /** Tells the headers to send with the answer, which must not have been sent yet. */
  void headers(Map<String, String> more);

  /** Sends status 200 and has {@code writer} write the body, on the calling thread. */
  void stream(String contentType, StreamWriter writer);

  /** Sends status 200 with a whole body. */
  void send(String contentType, byte[] body);

  /** Sends a status and no body. */
  void done(int status);

  /** Sends the error, worded in the client's dialect. */
  void fail(GatewayError error);

  /** Writes the body of a streamed answer. */
  @FunctionalInterface
  interface StreamWriter {

    /**
     * Writes everything; the head is on its way already.
     *
     * @throws IOException never for a client that has gone: that is the writer's to handle
     */
    void writeTo(OutputStream out) throws IOException;
  }
}
