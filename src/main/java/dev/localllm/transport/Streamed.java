package dev.localllm.transport;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * A request's body of any length, sent as it comes. Reading it may block without being open to an
 * interrupt, so another thread reads; the thread of the exchange takes piece by piece, and whatever
 * it waits for, an interrupt ends it. No more than three pieces are held.
 */
final class Streamed extends AbstractHttpEntity {

  private static final int PIECE = 32 << 10;

  private sealed interface Step {
    record Piece(ByteBuffer bytes) implements Step {}

    record End() implements Step {}

    record Failure(IOException why) implements Step {}
  }

  private final InputStream content;
  private final Executor threads;
  private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(1);
  private volatile boolean over;
  private boolean whole;
  private @Nullable Carrier carrier;

  /** The rest of {@code content}; {@code threads} run what reads it. */
  Streamed(InputStream content, Executor threads) {
    super((String) null, null, true);
    this.content = content;
    this.threads = threads;
  }

  /** This connection is to carry it. */
  void via(Carrier connection) {
    carrier = connection;
  }

  /** Hides the end of a body that broke off: the backend must not take it for a whole one. */
  OutputStream unlessBrokenOff(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        super.out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        if (whole) {
          super.out.close();
        }
      }
    };
  }

  /** Writes until it ends, or an early answer makes it pointless. */
  @Override
  public void writeTo(OutputStream out) throws IOException {
    threads.execute(this::read);
    try {
      while (carrier == null || !carrier.early()) {
        switch (steps.take()) {
          case Step.Piece piece -> out.write(piece.bytes().array(), 0, piece.bytes().remaining());
          case Step.Failure failure -> throw failure.why();
          case Step.End end -> {
            whole = true;
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the call was given up");
    } finally {
      over = true;
      // whoever waits for room to put one more finds it, and sees that it is over
      steps.clear();
    }
  }

  @Override
  public long getContentLength() {
    return -1;
  }

  @Override
  public InputStream getContent() {
    return content;
  }

  @Override
  public boolean isStreaming() {
    return true;
  }

  @Override
  public void close() {}

  private void read() {
    try {
      boolean more = !over;
      while (more) {
        more = step() && !over;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean step() throws InterruptedException {
    try {
      byte[] bytes = new byte[PIECE];
      int count = content.read(bytes);
      steps.put(count < 0 ? new Step.End() : new Step.Piece(ByteBuffer.wrap(bytes, 0, count)));
      return count >= 0;
    } catch (IOException e) {
      steps.put(new Step.Failure(e));
      return false;
    } catch (RuntimeException e) {
      steps.put(new Step.Failure(new IOException("the content cannot be read", e)));
      return false;
    }
  }
}
