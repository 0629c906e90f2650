package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.chat.GatewayError.Internal;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.TokenEstimate;
import dev.localllm.routing.Route;
import dev.localllm.routing.Router;
import dev.localllm.settings.Settings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Takes requests from the door to the settlement. Thread-safe. */
public final class Pipeline {

  private static final Logger LOG = System.getLogger(Pipeline.class.getName());

  private final Router router;
  private final StreamedAnswer streamed;
  private final WholeAnswer whole;
  private final Admission admission;
  private final Watchdog watchdog;
  private final Executor threads;
  private final List<PipelineListener> listeners;
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
    this.router = router;
    this.admission = admission;
    this.watchdog = watchdog;
    uploads = new Uploads(settings.limits(), admission.held(), watchdog);
    this.threads = threads;
    this.listeners = List.copyOf(listeners);
    Patience patience = Patience.of(settings.calling(), settings.management());
    streamed = new StreamedAnswer(patience, settings.limits(), threads);
    whole = new WholeAnswer(patience, settings.limits());
    busy =
        new Busy(
            "the gateway is at its limit of "
                + admission.inFlight().limit()
                + " requests at a time",
            settings.limits().retryAfter());
  }

  /**
   * Answers a request once its body has come, on a thread of its own. When too many are under way
   * it is turned away at once.
   *
   * @return what takes the body
   */
  public Upload accept(Arrival arrival, Codec codec, Client client) {
    boolean admitted = admission.inFlight().enter();
    var request = new Request(arrival, client, admitted);
    Upload upload =
        uploads.begin(
            arrival.contentLength(),
            request.holding,
            new Upload.Receiver() {
              @Override
              public void received(byte[] body) {
                request.start(turn -> infer(turn, read(turn, codec, body), body));
              }

              @Override
              public void refused(GatewayError why) {
                request.start(turn -> fail(turn, new GatewayException(why)));
              }
            });
    if (!admitted) {
      upload.end(busy);
    }
    return upload;
  }

  /**
   * Works on a request whose body, if any, is not awaited, on a thread of its own. When too many
   * are under way it is turned away.
   *
   * @param work answers the client or throws {@link GatewayException}
   */
  void begin(Arrival arrival, Client client, Consumer<Turn> work) {
    boolean admitted = admission.inFlight().enter();
    new Request(arrival, client, admitted)
        .start(admitted ? work : turn -> fail(turn, new GatewayException(busy)));
  }

  private final class Request {

    private final Arrival arrival;
    private final Client client;
    private final boolean admitted;
    private final Holding holding;

    Request(Arrival arrival, Client client, boolean admitted) {
      this.arrival = arrival;
      this.client = client;
      this.admitted = admitted;
      holding = uploads.holding(arrival.caller().id());
    }

    void start(Consumer<Turn> work) {
      threads.execute(
          () -> ScopedValue.where(CurrentRequest.ID, arrival.requestId()).run(() -> run(work)));
    }

    private void run(Consumer<Turn> work) {
      var turn = new Turn(arrival, client, holding);
      watchdog.add(turn);
      try {
        work.accept(turn);
      } catch (GatewayException e) {
        fail(turn, e);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "the request failed", e);
        fail(turn, new GatewayException(new Internal()));
      } finally {
        holding.close();
        if (admitted) {
          admission.inFlight().leave();
        }
        settle(turn);
      }
    }
  }

  /** What is read, and the body that the backend will get, are held besides the client's. */
  private static Exchange read(Turn turn, Codec codec, byte[] body) {
    turn.holding.take(JsonMemory.of(body) + body.length);
    return codec.read(body);
  }

  private void infer(Turn turn, Exchange exchange, byte[] body) {
    turn.read(exchange, TokenEstimate.prompt(body));
    Route route = router.route(exchange.requestedModel());
    turn.routed(route);
    Permission.check(turn.arrival.caller(), route.model());
    admission.admit(turn);
    if (exchange.streaming()) {
      streamed.answer(turn, exchange, route);
    } else {
      whole.answer(turn, exchange, route);
    }
  }

  private static void fail(Turn turn, GatewayException failure) {
    GatewayError shown = turn.why(failure);
    turn.ended(Outcome.FAILED, shown.status());
    turn.client.fail(shown);
  }

  private void settle(Turn turn) {
    turn.watch.close();
    watchdog.remove(turn);
    Settlement settlement = admission.settle(turn);
    for (PipelineListener listener : listeners) {
      listener.settled(settlement);
    }
  }
}
