package dev.localllm.protocol;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.chat.Usage;
import java.util.Optional;

/**
 * Turns what a backend sends into what the client reads. One answer, one thread at a time.
 *
 * <p>A streamed answer gets every line of the backend's NDJSON by {@link #line}; an unstreamed one
 * gets the whole body by a single {@link #line}. When the backend's body is over, {@link #end} is
 * called if {@link #complete}, otherwise {@link #failure}: an answer without its end mark is never
 * a success.
 */
public interface Answer {

  /** {@code Content-Type} of the client's answer. */
  String contentType();

  /**
   * Reads one line and appends what the client shall get for it, possibly nothing.
   *
   * @param buffer holds the line from {@code offset}, {@code length} bytes, without its line feed;
   *     the answer keeps no reference to it
   * @param out where to append
   * @throws GatewayException when the line reports an error ({@code {"error":…}}, {@link
   *     GatewayError.BackendFailed}) or is not what the backend's protocol allows; nothing is
   *     appended then
   */
  void line(byte[] buffer, int offset, int length, ByteBuilder out);

  /** The backend's streamed body is over; for some answers that is a part of the end mark. */
  default void bodyEnded() {}

  /** Whether the end mark has been read. */
  boolean complete();

  /** Appends what follows the last event of a complete answer, if anything. */
  void end(ByteBuilder out);

  /** Appends the dialect's error event to a stream that fails after its head has been sent. */
  void failure(GatewayError error, ByteBuilder out);

  /** Appends bytes that a client ignores, for a stream on which nothing flows. */
  void heartbeat(ByteBuilder out);

  /** The model as the backend named it; empty until a line told. */
  Optional<String> reportedModel();

  /** Tokens counted so far: {@link Usage#NONE} until the end mark. */
  Usage usage();
}
