package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.chat.GatewayException;
import dev.localllm.routing.Router;
import dev.localllm.settings.Settings;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Takes requests from the door to the settlement. Thread-safe. */
public final class Pipeline {

  private final Answering answering;
  private final Admission admission;
  private final Watchdog watchdog;
  private final Executor threads;
  private final Listeners listeners;
  private final Uploads uploads;
  private final Busy busy;

  /**
   * A pipeline.
   *
   * @param threads starts a virtual thread for each request
   * @param listeners are told of every request that is over
   */
  public Pipeline(
      Settings settings,
      Router router,
      Admission admission,
      Watchdog watchdog,
      Executor threads,
      List<PipelineListener> listeners) {
    this.admission = admission;
    this.watchdog = watchdog;
    uploads =
        new Uploads(
            settings.limits(), admission.held(), watchdog, admission.inFlight()::draining, threads);
    this.threads = threads;
    this.listeners = new Listeners(listeners);
    answering = new Answering(settings, router, admission, threads);
    busy =
        new Busy(
            "the gateway is at its limit of "
                + admission.inFlight().limit()
                + " requests at a time",
            settings.limits().retryAfter());
  }

  /**
   * Answers a request once its limits let it pass and its body has come, on a thread of its own.
   * When too many are under way it is turned away at once.
   *
   * @param reader reads the body into the upload that it gets, unless that is over already; maybe
   *     on another thread and later, if the limits have to be asked elsewhere
   */
  public void accept(Arrival arrival, Codec codec, Client client, Consumer<Upload> reader) {
    var request = new Request(arrival, client);
    uploads.receive(
        arrival,
        uploads.longest(),
        request.holding,
        upload -> {
          if (admission.inFlight().isFull()) {
            upload.end(busy);
          }
          reader.accept(upload);
        },
        request.receiver(codec));
  }

  /**
   * Works on a request whose body, if any, is not awaited, on a thread of its own. When too many
   * are under way it is turned away.
   *
   * @param work answers the client or throws {@link GatewayException}
   */
  void begin(Arrival arrival, Client client, Consumer<Turn> work) {
    var request = new Request(arrival, client);
    request.start(turn -> {
      turn.permitted(arrival.entrance().permit());
      request.takePlace();
      work.accept(turn);
    });
  }

  /** One request, which is on its way until it has a place. */
  private final class Request {

    private final Arrival arrival;
    private final Client client;
    private final Holding holding;
    private boolean placed;

    Request(Arrival arrival, Client client) {
      this.arrival = arrival;
      this.client = client;
      holding = uploads.holding(arrival.caller().id());
      admission.inFlight().arrive();
    }

    Upload.Receiver receiver(Codec codec) {
      return new Upload.Receiver() {
        @Override
        public void received(byte[] body) {
          start(turn -> serve(turn, codec, body));
        }

        @Override
        public void refused(GatewayError why) {
          start(turn -> turn.fail(new GatewayException(why)));
        }
      };
    }

    private void serve(Turn turn, Codec codec, byte[] body) {
      turn.permitted(arrival.entrance().permit());
      takePlace();
      answering.answer(turn, codec, arrival.codings().unpack(body, uploads.longest(), holding));
    }

    void takePlace() {
      if (!admission.inFlight().takePlace()) {
        throw new GatewayException(busy);
      }
      placed = true;
    }

    void start(Consumer<Turn> work) {
      try {
        threads.execute(
            () -> ScopedValue.where(CurrentRequest.ID, arrival.requestId()).run(() -> run(work)));
      } catch (Throwable e) {
        // no thread can be had; what is left to do does not block for long
        run(turn -> turn.fail(Unforeseen.of(e, arrival.requestId())));
      }
    }

    private void run(Consumer<Turn> work) {
      var turn = new Turn(arrival, client, holding);
      var lastResort = new LastResort(turn, threads);
      watchdog.add(turn);
      watchdog.add(lastResort);
      // whatever has a limit of its own sets it; until then nothing takes long
      turn.watch.expect(LastResort.FIRST_STEPS);
      try {
        work.accept(turn);
      } catch (Throwable e) {
        // the last frame that could answer, on a thread that is nobody else's
        lastResort.fail(Unforeseen.of(e, arrival.requestId()));
      } finally {
        over();
        watchdog.remove(lastResort);
        settle(turn);
      }
    }

    private void over() {
      holding.close();
      if (placed) {
        admission.inFlight().leave();
      } else {
        admission.inFlight().depart();
      }
    }
  }

  private void settle(Turn turn) {
    turn.watch.close();
    watchdog.remove(turn);
    Settlement settlement;
    try {
      settlement = admission.settle(turn);
    } finally {
      turn.arrival.entrance().leave();
    }
    listeners.settled(settlement);
  }
}
