package dev.localllm.fake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** The answer to one request: one write to the socket for each call. Used by one thread. */
final class Reply {

  /** Go's server frames longer bodies as chunks when the handler gives no length. */
  private static final int LONGEST_WITH_LENGTH = 2048;

  private static final Map<Integer, String> REASONS =
      Map.of(
          200,
          "OK",
          201,
          "Created",
          204,
          "No Content",
          400,
          "Bad Request",
          403,
          "Forbidden",
          404,
          "Not Found",
          405,
          "Method Not Allowed",
          500,
          "Internal Server Error",
          501,
          "Not Implemented",
          503,
          "Service Unavailable");

  private final Socket socket;
  private final boolean bodiless;
  private volatile boolean complete;
  private volatile int tokens;

  Reply(Socket socket, boolean bodiless) {
    this.socket = socket;
    this.bodiless = bodiless;
  }

  /** Whether all has been written, or broken off on purpose. */
  boolean complete() {
    return complete;
  }

  int tokens() {
    return tokens;
  }

  /** A whole answer; {@code headers} are complete lines. */
  void send(int status, String headers, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    boolean chunked = bytes.length > LONGEST_WITH_LENGTH;
    ByteArrayOutputStream out = head(status, headers, chunked ? -1 : bytes.length);
    if (!bodiless) {
      if (chunked) {
        frame(bytes, out);
        out.writeBytes("0\r\n\r\n".getBytes(US_ASCII));
      } else {
        out.writeBytes(bytes);
      }
    }
    complete = true;
    write(out);
  }

  void json(int status, String body) {
    send(status, "Content-Type: application/json; charset=utf-8\r\n", body);
  }

  /** These bytes, whatever they are. */
  void raw(String bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes.getBytes(ISO_8859_1));
    write(out);
  }

  /** Nothing more is to come. */
  void over() {
    complete = true;
  }

  /** Opens an NDJSON stream with its first piece, which the head waits for. */
  void open(String piece) {
    ByteArrayOutputStream out = head(200, "Content-Type: application/x-ndjson\r\n", -1);
    frame(piece.getBytes(UTF_8), out);
    write(out);
  }

  /** One more piece of a stream. */
  void more(String piece) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    frame(piece.getBytes(UTF_8), out);
    write(out);
  }

  void countToken() {
    tokens++;
  }

  void end() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("0\r\n\r\n".getBytes(US_ASCII));
    complete = true;
    write(out);
  }

  /** Closes the connection; {@code abortively} sends a reset in place of a farewell. */
  void hangUp(boolean abortively) {
    complete = true;
    try {
      if (abortively) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    } catch (IOException alreadyClosed) {
      throw new PeerGone(alreadyClosed);
    }
  }

  void pause(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException peerLeft) {
      throw new PeerGone(peerLeft);
    }
  }

  private static ByteArrayOutputStream head(int status, String headers, int length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String text =
        "HTTP/1.1 %d %s\r\n%sDate: %s\r\n%s\r\n"
            .formatted(
                status,
                REASONS.getOrDefault(status, "Status"),
                headers,
                DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)),
                framing(status, length));
    out.writeBytes(text.getBytes(US_ASCII));
    return out;
  }

  private static String framing(int status, int length) {
    if (status == 204) {
      return "";
    }
    return length < 0 ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + length + "\r\n";
  }

  private static void frame(byte[] piece, ByteArrayOutputStream out) {
    out.writeBytes((Integer.toHexString(piece.length) + "\r\n").getBytes(US_ASCII));
    out.writeBytes(piece);
    out.writeBytes("\r\n".getBytes(US_ASCII));
  }

  private void write(ByteArrayOutputStream out) {
    try {
      out.writeTo(socket.getOutputStream());
    } catch (IOException gone) {
      throw new PeerGone(gone);
    }
  }
}
