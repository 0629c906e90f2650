package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.chat.GatewayError.Internal;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Exchange;
import dev.localllm.routing.Route;
import dev.localllm.routing.Router;
import dev.localllm.settings.Settings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;

/** Takes inference requests from the door to the settlement. Thread-safe. */
public final class Pipeline {

  private static final Logger LOG = System.getLogger(Pipeline.class.getName());

  private final Router router;
  private final StreamedAnswer streamed;
  private final WholeAnswer whole;
  private final InFlight inFlight;
  private final Watchdog watchdog;
  private final Executor threads;
  private final List<PipelineListener> listeners;
  private final BodyReader bodies;
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
      InFlight inFlight,
      Watchdog watchdog,
      Executor threads,
      List<PipelineListener> listeners) {
    this.router = router;
    this.inFlight = inFlight;
    this.watchdog = watchdog;
    this.threads = threads;
    this.listeners = List.copyOf(listeners);
    Patience patience = Patience.of(settings.calling());
    streamed = new StreamedAnswer(patience, settings.limits(), threads);
    whole = new WholeAnswer(patience, settings.limits());
    bodies = new BodyReader(settings.limits().maxBodyBytes(), settings.limits().bodyTimeout());
    busy =
        new Busy(
            "the gateway is at its limit of " + inFlight.limit() + " requests at a time",
            settings.limits().retryAfter());
  }

  /**
   * Answers a request, on a thread of its own; returns at once. When too many are under way it is
   * turned away on the calling thread.
   */
  public void accept(Arrival arrival, Codec codec, Client client) {
    if (!inFlight.enter()) {
      client.fail(busy);
      return;
    }
    try {
      threads.execute(() ->
          ScopedValue.where(CurrentRequest.ID, arrival.requestId())
              .run(() -> run(arrival, codec, client)));
    } catch (RuntimeException e) {
      inFlight.leave();
      throw e;
    }
  }

  private void run(Arrival arrival, Codec codec, Client client) {
    var turn = new Turn(arrival, client);
    watchdog.add(turn);
    try {
      infer(turn, codec);
    } catch (GatewayException e) {
      fail(turn, e.error());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the request failed", e);
      fail(turn, new Internal());
    } finally {
      settle(turn);
    }
  }

  private void infer(Turn turn, Codec codec) {
    Exchange exchange =
        codec.read(bodies.read(turn.arrival, turn.watch, () -> threads.execute(() -> late(turn))));
    turn.read(exchange);
    Route route = router.route(exchange.requestedModel());
    turn.routed(route);
    if (exchange.streaming()) {
      streamed.answer(turn, exchange, route);
    } else {
      whole.answer(turn, exchange, route);
    }
  }

  private void late(Turn turn) {
    turn.client.fail(bodies.tooLate());
  }

  private void fail(Turn turn, GatewayError error) {
    GatewayError shown = turn.watch.close().orElse(error);
    turn.ended(Outcome.FAILED, shown.status());
    turn.client.fail(shown);
  }

  private void settle(Turn turn) {
    turn.watch.close();
    watchdog.remove(turn);
    inFlight.leave();
    Settlement settlement = turn.settlement();
    for (PipelineListener listener : listeners) {
      listener.settled(settlement);
    }
  }
}
