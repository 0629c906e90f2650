package dev.localllm.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Feeds a backend's body to an answer as the pipeline does, in pieces of a chosen size. */
public final class Replay {

  private Replay() {}

  /** The whole of what a client gets for a stream that comes in two pieces. */
  public static String cut(byte[] body, int at, Answer answer) {
    return run(pieces(body, at), answer);
  }

  /** The same, when every read brings at most {@code size} bytes. */
  public static String inPieces(byte[] body, int size, Answer answer) {
    return run(
        new InputStream() {
          private final ByteArrayInputStream in = new ByteArrayInputStream(body);

          @Override
          public int read() {
            return in.read();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            return in.read(buffer, offset, Math.min(size, length));
          }
        },
        answer);
  }

  /** What a client gets for an answer in one piece. */
  public static String whole(byte[] body, Answer answer) {
    ByteBuilder out = new ByteBuilder(16);
    answer.line(body, 0, body.length, out);
    if (!answer.complete()) {
      return out + "(incomplete)";
    }
    answer.end(out);
    return out.toString();
  }

  private static String run(InputStream in, Answer answer) {
    ByteBuilder out = new ByteBuilder(16);
    LineFramer framer = new LineFramer(1 << 20, _ -> {});
    try {
      while (framer.fill(in) >= 0) {
        while (framer.next()) {
          answer.line(framer.buffer(), framer.offset(), framer.length(), out);
        }
      }
      if (framer.rest()) {
        answer.line(framer.buffer(), framer.offset(), framer.length(), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answer.bodyEnded();
    if (!answer.complete()) {
      return out + "(incomplete)";
    }
    answer.end(out);
    return out.toString();
  }

  private static InputStream pieces(byte[] body, int at) {
    return new java.io.SequenceInputStream(
        new ByteArrayInputStream(Arrays.copyOf(body, at)),
        new ByteArrayInputStream(body, at, body.length - at));
  }
}
