package dev.localllm.fake;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of a request without its transfer coding. */
final class Body extends InputStream {

  private final InputStream in;
  private long left;
  private final boolean chunked;
  private boolean over;

  /** Reads {@code length} bytes of {@code in}, or chunks if that is negative. */
  Body(InputStream in, long length) {
    this.in = in;
    chunked = length < 0;
    left = Math.max(0, length);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0 && chunked && !over) {
      nextChunk();
    }
    if (left == 0) {
      return -1;
    }
    int count = in.read(bytes, offset, (int) Math.min(left, length));
    if (count < 0) {
      throw new EOFException("in a body");
    }
    left -= count;
    if (left == 0 && chunked) {
      Connection.line(in);
    }
    return count;
  }

  private void nextChunk() throws IOException {
    left = Long.parseLong(Connection.line(in).split(";", 2)[0].strip(), 16);
    over = left == 0;
    while (over && !Connection.line(in).isEmpty()) {
      continue;
    }
  }
}
