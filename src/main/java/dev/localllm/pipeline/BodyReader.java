package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayError.SlowRequest;
import dev.localllm.chat.GatewayError.TooLarge;
import dev.localllm.chat.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;

/** Reads request bodies within bounds of size and time. Thread-safe. */
final class BodyReader {

  private static final int FIRST_PIECE = 8192;

  private final int limit;
  private final Patience.Limit patience;

  /** Bodies of at most {@code limit} bytes that arrive within {@code patience}. */
  BodyReader(int limit, Duration patience) {
    this.limit = limit;
    this.patience = new Patience.Limit(patience.toNanos(), new SlowRequest(patience));
  }

  /** What the client of a late body is told. */
  GatewayError tooLate() {
    return patience.late();
  }

  /**
   * Reads all of it.
   *
   * @param whenLate called from elsewhere when the time is over, since the server's read cannot be
   *     interrupted and ends only with the connection
   * @throws GatewayException when it is too large, too slow, or broken off
   */
  byte[] read(Arrival arrival, Watch watch, Runnable whenLate) {
    if (arrival.contentLength() > limit) {
      throw new GatewayException(new TooLarge(limit));
    }
    watch.expect(patience, whenLate);
    try {
      return readAll(arrival.body(), (int) arrival.contentLength(), deadline());
    } catch (IOException e) {
      throw new GatewayException(new Invalid("the request body broke off", null));
    } finally {
      watch.rest();
    }
  }

  private long deadline() {
    return System.nanoTime() + patience.nanos();
  }

  private byte[] readAll(InputStream body, int expected, long deadline) throws IOException {
    byte[] bytes = new byte[expected > 0 ? expected : FIRST_PIECE];
    int size = 0;
    while (true) {
      if (size == bytes.length) {
        int next = expected > 0 && size == expected ? body.read() : -2;
        if (next == -1) {
          return bytes;
        }
        bytes = Arrays.copyOf(bytes, Math.min(limit + 1, size * 2));
        if (next >= 0) {
          bytes[size++] = (byte) next;
        }
      }
      int count = body.read(bytes, size, bytes.length - size);
      if (count < 0) {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
      }
      size += count;
      if (size > limit) {
        throw new GatewayException(new TooLarge(limit));
      }
      if (System.nanoTime() - deadline > 0) {
        throw new GatewayException(patience.late());
      }
    }
  }
}
