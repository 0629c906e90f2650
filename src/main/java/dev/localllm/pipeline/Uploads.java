package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import dev.localllm.settings.Settings;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Begins to take the bodies of requests, all within the same time and memory. Thread-safe. */
public final class Uploads {

  private final int limit;
  private final Duration patience;
  private final HeldBytes held;
  private final Watchdog watchdog;
  private final BooleanSupplier stopping;
  private final Executor threads;

  /**
   * Bodies within {@code limits} and {@code held}; {@code watchdog} sees to their time.
   *
   * @param stopping whether the process is about to end, so that only those who go on are awaited
   * @param threads run what has to wait for the limits of callers
   */
  public Uploads(
      Settings.Limits limits,
      HeldBytes held,
      Watchdog watchdog,
      BooleanSupplier stopping,
      Executor threads) {
    this.threads = threads;
    this.stopping = stopping;
    this.held = held;
    limit = limits.maxBodyBytes();
    patience = limits.bodyTimeout();
    this.watchdog = watchdog;
  }

  /** Begins to count what is held for a request of the caller with that id. */
  public Holding holding(String callerId) {
    return held.of(callerId);
  }

  /** The longest body that is taken, in bytes. */
  int longest() {
    return limit;
  }

  /**
   * Has the body of a request read once its caller's limits let it pass. Whatever happens
   * meanwhile, the receiver is told, since nobody else would answer the client.
   *
   * @param most bytes that are taken of it
   * @param holding is charged with what is allocated; closing it is the receiver's business
   * @param reader reads the body into the upload that it gets, unless that is over already; maybe
   *     on another thread and later, if the limits have to be asked elsewhere
   * @param receiver is told once; maybe before this returns
   */
  public void receive(
      Arrival arrival,
      int most,
      Holding holding,
      Consumer<Upload> reader,
      Upload.Receiver receiver) {
    var once = new Once(receiver);
    try {
      if (arrival.entrance().isKnown()) {
        enter(arrival, most, holding, reader, once);
      } else {
        threads.execute(() -> enter(arrival, most, holding, reader, once));
      }
    } catch (Throwable e) {
      once.refused(Unforeseen.of(e, arrival.requestId()).error());
    }
  }

  private void enter(
      Arrival arrival, int most, Holding holding, Consumer<Upload> reader, Once once) {
    try {
      arrival.entrance().enter();
      reader.accept(begin(arrival.contentLength(), most, holding, once));
    } catch (Throwable e) {
      // the last frame on this thread that knows of the request
      once.refused(Unforeseen.of(e, arrival.requestId()).error());
    }
  }

  Upload begin(long length, int most, Holding holding, Upload.Receiver receiver) {
    var upload = new Upload(Math.min(most, limit), patience, holding, receiver, watchdog, stopping);
    watchdog.add(upload);
    upload.expect(length);
    return upload;
  }

  /** Tells only what it is told first: an upload that failed here may tell of its end later. */
  private static final class Once implements Upload.Receiver {

    private final Upload.Receiver receiver;
    private final AtomicBoolean told = new AtomicBoolean();

    Once(Upload.Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public void received(byte[] body) {
      if (told.compareAndSet(false, true)) {
        receiver.received(body);
      }
    }

    @Override
    public void refused(GatewayError why) {
      if (told.compareAndSet(false, true)) {
        receiver.refused(why);
      }
    }
  }
}
