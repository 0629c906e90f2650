package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Busy;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Has the body of a request read once its caller's limits let it pass. Whatever happens meanwhile,
 * the receiver is told, since nobody else would answer the client. Thread-safe.
 */
final class Reception {

  private final Uploads uploads;
  private final InFlight inFlight;
  private final Busy busy;
  private final Executor threads;

  /**
   * Refuses with {@code busy} while {@code inFlight} is full.
   *
   * @param threads run what has to wait for the limits
   */
  Reception(Uploads uploads, InFlight inFlight, Busy busy, Executor threads) {
    this.uploads = uploads;
    this.inFlight = inFlight;
    this.busy = busy;
    this.threads = threads;
  }

  /**
   * Begins.
   *
   * @param holding is charged with what is read
   * @param reader reads the body into the upload that it gets, unless that is over already
   * @param receiver is told once
   */
  void receive(
      Arrival arrival, Holding holding, Consumer<Upload> reader, Upload.Receiver receiver) {
    var once = new Once(receiver);
    try {
      if (arrival.entrance().isKnown()) {
        enter(arrival, holding, reader, once);
      } else {
        threads.execute(() -> enter(arrival, holding, reader, once));
      }
    } catch (Throwable e) {
      once.refused(Unforeseen.of(e, arrival.requestId()).error());
    }
  }

  private void enter(Arrival arrival, Holding holding, Consumer<Upload> reader, Once once) {
    try {
      arrival.entrance().enter();
      Upload upload = uploads.begin(arrival.contentLength(), holding, once);
      if (inFlight.isFull()) {
        upload.end(busy);
      }
      reader.accept(upload);
    } catch (Throwable e) {
      // the last frame on this thread that knows of the request
      once.refused(Unforeseen.of(e, arrival.requestId()).error());
    }
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
