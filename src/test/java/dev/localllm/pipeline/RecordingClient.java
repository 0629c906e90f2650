package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what it is sent, flush by flush; can be told to leave. */
final class RecordingClient implements Client {

  private final LinkedBlockingQueue<String> pieces = new LinkedBlockingQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Map<String, String> headers = Map.of();
  private volatile boolean left;
  private volatile @Nullable GatewayError error;
  private volatile @Nullable String contentType;
  private volatile int status;

  @Override
  public void headers(Map<String, String> more) {
    headers = more;
  }

  @Override
  public void stream(String type, StreamWriter writer) {
    contentType = type;
    try {
      writer.writeTo(new Pieces());
    } catch (IOException e) {
      throw new IllegalStateException("a writer must handle a client that has gone", e);
    } finally {
      over.countDown();
    }
  }

  @Override
  public void send(String type, byte[] body) {
    contentType = type;
    pieces.add(new String(body, StandardCharsets.UTF_8));
    over.countDown();
  }

  @Override
  public void done(int with) {
    status = with;
    over.countDown();
  }

  @Override
  public void fail(GatewayError failure) {
    error = failure;
    over.countDown();
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  void leave() {
    left = true;
  }

  /** The next flush, or the whole body; waits for it. */
  String next() throws InterruptedException {
    String piece = pieces.poll(5, TimeUnit.SECONDS);
    if (piece == null) {
      throw new AssertionError("nothing was sent for 5 seconds");
    }
    return piece;
  }

  /** Everything that has not been taken by {@link #next}, once the answer is over. */
  String rest() throws InterruptedException {
    awaitOver();
    return String.join("", pieces);
  }

  Map<String, String> headers() {
    return headers;
  }

  boolean over() {
    return over.getCount() == 0;
  }

  @Nullable GatewayError error() throws InterruptedException {
    awaitOver();
    return error;
  }

  /** The status of an answer without a body, 0 if there was none; waits for the end. */
  int status() throws InterruptedException {
    awaitOver();
    return status;
  }

  @Nullable String contentType() {
    return contentType;
  }

  private void awaitOver() throws InterruptedException {
    if (!over.await(5, TimeUnit.SECONDS)) {
      throw new AssertionError("the answer did not end within 5 seconds");
    }
  }

  private final class Pieces extends OutputStream {

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (left) {
        throw new IOException("Broken pipe");
      }
      held.write(bytes, offset, length);
    }

    @Override
    public void flush() {
      if (held.size() > 0) {
        pieces.add(held.toString(StandardCharsets.UTF_8));
        held.reset();
      }
    }
  }
}
