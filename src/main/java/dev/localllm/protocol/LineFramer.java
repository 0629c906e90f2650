package dev.localllm.protocol;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Cuts a stream of bytes into lines at {@code \n}, in one buffer that is used again and again. One
 * {@link #fill} may complete many lines, so that all of them can be sent on with one flush:
 *
 * <pre>{@code
 * while (framer.fill(in) >= 0) {
 *   while (framer.next()) { … }
 *   flush
 * }
 * if (framer.rest()) { … }
 * }</pre>
 *
 * <p>Blank lines are skipped. Not thread-safe.
 */
public final class LineFramer {

  private static final int FIRST_SIZE = 8192;

  private final int maxLine;
  private final IntConsumer growth;
  private byte[] buffer;
  private int start;
  private int scanned;
  private int end;
  private int offset;
  private int length;

  /**
   * An empty framer.
   *
   * @param maxLine longest line in bytes, at least 1
   * @param growth is told by how many bytes the buffer is about to grow, and may refuse by throwing
   */
  public LineFramer(int maxLine, IntConsumer growth) {
    this.maxLine = maxLine;
    this.growth = growth;
    buffer = new byte[Math.min(FIRST_SIZE, maxLine + 1)];
  }

  /**
   * Reads once from {@code in}, as much as is there.
   *
   * @return how many bytes came, −1 at the end of the stream
   * @throws GatewayException {@link GatewayError.BackendFailed} when a line is longer than it may
   *     be
   */
  public int fill(InputStream in) throws IOException {
    makeRoom();
    int count = in.read(buffer, end, buffer.length - end);
    end += Math.max(count, 0);
    return count;
  }

  /** Goes to the next complete line; false when more bytes are needed. */
  public boolean next() {
    while (scanned < end) {
      if (buffer[scanned++] == '\n') {
        int from = start;
        start = scanned;
        if (select(from, scanned - 1)) {
          return true;
        }
      }
    }
    requireLength(end - start);
    return false;
  }

  /** Goes to what follows the last line feed, once the stream is over; false if that is blank. */
  public boolean rest() {
    int from = start;
    start = end;
    scanned = end;
    return select(from, end);
  }

  /** Holds the current line; valid until the next {@link #fill}. */
  public byte[] buffer() {
    return buffer;
  }

  /** Where the current line begins in {@link #buffer}. */
  public int offset() {
    return offset;
  }

  /** Bytes of the current line, without its line feed. */
  public int length() {
    return length;
  }

  private boolean select(int from, int to) {
    requireLength(to - from);
    offset = from;
    length = to - from;
    for (int i = from; i < to; i++) {
      if (buffer[i] > ' ' || buffer[i] < 0) {
        return true;
      }
    }
    return false;
  }

  private void requireLength(int bytes) {
    if (bytes > maxLine) {
      throw new GatewayException(
          new GatewayError.BackendFailed("the backend sent a line of over " + maxLine + " bytes"));
    }
  }

  private void makeRoom() {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      scanned -= start;
      start = 0;
    }
    if (end == buffer.length) {
      int larger = (int) Math.min(buffer.length * 2L, maxLine + 1L);
      growth.accept(larger - buffer.length);
      buffer = Arrays.copyOf(buffer, larger);
    }
  }
}
