package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.chat.GatewayError.Internal;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayError.SlowRequest;
import dev.localllm.chat.GatewayError.TooLarge;
import dev.localllm.chat.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * The body of one request while it arrives, within bounds of size, time and memory. It holds no
 * thread: whoever hears that bytes have come calls {@link #fill}. Thread-safe.
 */
public final class Upload implements Watched {

  /** No more than that is believed of what a client says it will send. */
  private static final int BELIEVED = 64 << 10;

  private static final int FIRST_PIECE = 8192;

  /** What the server and we keep of a request that has not come yet, besides its bytes. */
  static final int OVERHEAD = 16 << 10;

  private static final byte[] NONE = {};

  /** A server that stops does not wait for a client that has brought nothing for so long. */
  private static final long STALLED_NANOS = 2_000_000_000;

  private static final Busy STOPPING = new Busy("the gateway is stopping", Duration.ofSeconds(1));

  private final int limit;
  private final long deadline;
  private final SlowRequest late;
  private final Holding holding;
  private final Receiver receiver;
  private final Watchdog watchdog;
  private final BooleanSupplier stopping;
  private volatile long progress = System.nanoTime();
  private long expected;
  private byte[] bytes;
  private int size;
  private boolean over;

  /** Is told of the end: one of the methods is called, once; must be quick. */
  public interface Receiver {

    /** All of it has come. */
    void received(byte[] body);

    /** It will not be read any further. */
    void refused(GatewayError why);
  }

  /**
   * A body of at most {@code limit} bytes, the whole of it within {@code patience}.
   *
   * @param holding is charged with what is allocated, and is the receiver's to close
   * @param stopping whether the process is about to end
   */
  Upload(
      int limit,
      Duration patience,
      Holding holding,
      Receiver receiver,
      Watchdog watchdog,
      BooleanSupplier stopping) {
    this.stopping = stopping;
    this.limit = limit;
    this.holding = holding;
    this.receiver = receiver;
    this.watchdog = watchdog;
    late = new SlowRequest(patience);
    deadline = System.nanoTime() + patience.toNanos();
    bytes = NONE;
    expected = limit + 1L;
  }

  /** The client says that {@code length} bytes come; −1 when it does not say. */
  synchronized void expect(long length) {
    if (length > limit) {
      refuse(new TooLarge(limit));
      return;
    }
    try {
      holding.take(OVERHEAD);
      if (length > 0) {
        expected = length;
        grow((int) Math.min(length, BELIEVED));
      }
    } catch (GatewayException e) {
      refuse(e.error());
    }
  }

  /** Whether nothing further is wanted. */
  public synchronized boolean over() {
    return over;
  }

  /**
   * Takes what one read of {@code body} gives; to be called only when that does not block.
   *
   * @throws IOException if the client has gone
   */
  public synchronized void fill(InputStream body) throws IOException {
    if (over) {
      return;
    }
    try {
      if (size == bytes.length) {
        grow(size < expected ? larger(expected) : larger(limit + 1L));
      }
      size += Math.max(0, body.read(bytes, size, bytes.length - size));
    } catch (GatewayException e) {
      refuse(e.error());
      return;
    }
    progress = System.nanoTime();
    if (size > limit) {
      refuse(new TooLarge(limit));
    }
  }

  /** Nothing more comes. */
  public synchronized void complete() {
    if (over) {
      return;
    }
    try {
      if (size < bytes.length) {
        grow(size);
      }
    } catch (GatewayException e) {
      refuse(e.error());
      return;
    }
    if (finish()) {
      receiver.received(bytes);
    }
  }

  /** The client broke off. */
  public void broken() {
    refuse(new Invalid("the request body broke off", null));
  }

  /** The gateway itself could not take it. */
  public void failed(Throwable why) {
    Unforeseen.log("a request body could not be taken", why);
    refuse(new Internal());
  }

  @Override
  public void check(long now) {
    if (now - deadline > 0) {
      refuse(late);
    } else if (now - progress > STALLED_NANOS && stopping.getAsBoolean()) {
      refuse(STOPPING);
    }
  }

  @Override
  public void end(GatewayError why) {
    refuse(why);
  }

  private int larger(long most) {
    return (int) Math.min(most, Math.max(FIRST_PIECE, size * 2L));
  }

  /** Both arrays are there until the old one is garbage. */
  private void grow(int length) {
    holding.take(length);
    int before = bytes.length;
    bytes = Arrays.copyOf(bytes, length);
    holding.giveBack(before);
  }

  private synchronized void refuse(GatewayError why) {
    if (finish()) {
      holding.giveBack(bytes.length);
      bytes = NONE;
      receiver.refused(why);
    }
  }

  private boolean finish() {
    boolean first = !over;
    over = true;
    watchdog.remove(this);
    return first;
  }
}
