package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayError.SlowRequest;
import dev.localllm.chat.GatewayError.TooLarge;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request on its way to a backend, within bounds of size and time. Nothing of it is
 * held: whoever sends it on reads it, on a virtual thread, since the server's reads block. They
 * cannot be interrupted either, so another thread is told when the passage ends before its time.
 *
 * <p>One thread reads, any thread may look.
 */
final class Passage extends InputStream implements Watched {

  private final InputStream body;
  private final long limit;
  private final Patience.Limit client;
  private final Patience.Limit backend;
  private final Consumer<GatewayError> onFailure;
  private long passed;
  private boolean awaited;
  private long since = System.nanoTime();
  private boolean abandoned;
  private @Nullable GatewayError failure;

  /**
   * Passes {@code body} on.
   *
   * @param limit the longest body in bytes
   * @param client how long nothing may come
   * @param backend how long nothing may be read, or answered when all has been
   * @param onFailure is told, once, why the body ends before its time; must be quick
   */
  Passage(
      InputStream body,
      long limit,
      Patience.Limit client,
      Patience.Limit backend,
      Consumer<GatewayError> onFailure) {
    this.body = body;
    this.limit = limit;
    this.client = client;
    this.backend = backend;
    this.onFailure = onFailure;
  }

  /** Whether the client broke off, and nothing else went wrong before. */
  synchronized boolean abandoned() {
    return abandoned;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    await(true);
    int count = -1;
    try {
      count = body.read(bytes, offset, length);
    } catch (SocketTimeoutException e) {
      // the server's own patience is shorter
      end(new SlowRequest("nothing more of the request body came"));
    } catch (IOException e) {
      abandon();
    }
    await(false);
    passed += Math.max(0, count);
    if (passed > limit) {
      end(new TooLarge(limit));
    }
    requireSound();
    return count;
  }

  /** A client that brings nothing while it is waited for is late, otherwise the backend is. */
  @Override
  public synchronized void check(long now) {
    Patience.Limit patience = awaited ? client : backend;
    if (now - since > patience.nanos()) {
      end(patience.late());
    }
  }

  @Override
  public synchronized void end(GatewayError why) {
    if (failure == null) {
      failure = why;
      onFailure.accept(why);
    }
  }

  private synchronized void abandon() {
    abandoned = failure == null;
    end(new Invalid("the request body broke off", null));
  }

  private synchronized void await(boolean body) {
    awaited = body;
    since = System.nanoTime();
  }

  private synchronized void requireSound() throws IOException {
    if (failure != null) {
      throw new IOException(failure.message());
    }
  }
}
