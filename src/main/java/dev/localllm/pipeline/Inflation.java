package dev.localllm.pipeline;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * What was packed by gzip (RFC 1952) or deflate: zlib (RFC 1950), as HTTP has it, and without its
 * frame (RFC 1951), as some clients have it. Unlike the JDK's streams it does not pass over bytes
 * that follow the end. Not thread-safe; must be closed, since the inflater's memory is not the
 * heap's.
 */
final class Inflation extends InputStream {

  private static final int PIECE = 8192;
  private static final int HEADER_CHECK = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final boolean gzip;
  private final byte[] piece = new byte[PIECE];
  private final CRC32 sum = new CRC32();
  private final Inflater inflater;
  private int from;
  private int to;
  private boolean over;

  private Inflation(InputStream in, boolean gzip) throws IOException {
    this.in = in;
    this.gzip = gzip;
    fill();
    inflater = new Inflater(gzip || !zlib());
    if (gzip) {
      header();
    }
    feed();
  }

  static InputStream gzip(InputStream in) throws IOException {
    return new Inflation(in, true);
  }

  static InputStream deflate(InputStream in) throws IOException {
    return new Inflation(in, false);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      while (!over) {
        int count = inflater.inflate(bytes, offset, length);
        if (count > 0) {
          sum.update(bytes, offset, count);
          return count;
        }
        if (inflater.finished()) {
          from = to - inflater.getRemaining();
          end();
        } else if (inflater.needsDictionary()) {
          throw new ZipException("a dictionary is needed");
        } else {
          fill();
          feed();
        }
      }
      return -1;
    } catch (DataFormatException e) {
      throw new ZipException(e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }

  private void end() throws IOException {
    if (gzip) {
      if (number(4) != sum.getValue() || number(4) != (inflater.getBytesWritten() & 0xffffffffL)) {
        throw new ZipException("wrong checksum");
      }
    }
    if (from == to && !filled()) {
      over = true;
    } else if (gzip) {
      // a further member
      inflater.reset();
      sum.reset();
      header();
      feed();
    } else {
      throw new ZipException("bytes behind the end");
    }
  }

  private boolean zlib() {
    int first = piece[0] & 0xff;
    int second = to > 1 ? piece[1] & 0xff : 0;
    return (first & 0x0f) == 8 && (first >> 4) <= 7 && ((first << 8) | second) % 31 == 0;
  }

  private void header() throws IOException {
    if (number(2) != 0x8b1f || next() != 8) {
      throw new ZipException("not gzip");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("unknown flags");
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip((int) number(2));
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECK) != 0) {
      skip(2);
    }
  }

  private void feed() {
    inflater.setInput(piece, from, to - from);
    from = to;
  }

  private void fill() throws IOException {
    if (!filled()) {
      throw new EOFException("it breaks off");
    }
  }

  private boolean filled() throws IOException {
    int count = in.read(piece, 0, PIECE);
    from = 0;
    to = Math.max(0, count);
    return count > 0;
  }

  private int next() throws IOException {
    if (from == to) {
      fill();
    }
    return piece[from++] & 0xff;
  }

  /** Least significant byte first. */
  private long number(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) next() << (8 * i);
    }
    return value;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    while (next() != 0) {
      // up to its end
    }
  }
}
