package dev.localllm.pipeline;

import dev.localllm.backend.Call;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.Exchange;
import dev.localllm.routing.Route;
import dev.localllm.settings.Settings;
import java.util.concurrent.Executor;

/** Calls a backend for an answer in pieces and passes each on as it comes. Thread-safe. */
final class StreamedAnswer {

  private static final int ROOM = 1024;

  private final Patience patience;
  private final int longestLine;
  private final long heartbeatNanos;
  private final Executor threads;

  StreamedAnswer(Patience patience, Settings.Limits limits, Executor threads) {
    this.patience = patience;
    this.longestLine = limits.maxLineBytes();
    this.heartbeatNanos = limits.heartbeatAfter().toNanos();
    this.threads = threads;
  }

  /** Answers the client, with an error if need be; {@code most} as {@link Exchange} has it. */
  void answer(Turn turn, Exchange exchange, Route route, int most) {
    Answer answer = exchange.answer();
    turn.answering(answer);
    var streaming = new Streaming(turn, answer, threads, heartbeatNanos);
    var events = new ByteBuilder(ROOM);
    try (var relay = new Relay(answer, longestLine, turn.holding)) {
      turn.streaming(streaming);
      turn.watch.expect(patienceFor(exchange, route));
      relay.begin(
          route
              .backend()
              .send(
                  Call.of(exchange.operation()),
                  exchange.backendBody(route.model(), most),
                  turn.arrival.requestId()));
      relay.advance(events);
      Patience.Limit idle = patience.between(exchange.operation());
      streaming.open(() -> pass(turn, relay, streaming, events, idle));
    } catch (Throwable e) {
      // an answer that has begun can only be ended here, in its own way
      fail(turn, Unforeseen.of(e, turn.arrival.requestId()), streaming, events);
    }
  }

  private Patience.Limit patienceFor(Exchange exchange, Route route) {
    return patience.beginning(
        exchange.operation(), route.backend().state().hasLoaded(route.model()));
  }

  /** Sends what has come, and then the rest. */
  private static void pass(
      Turn turn, Relay relay, Streaming streaming, ByteBuilder events, Patience.Limit idle) {
    turn.firstByte();
    try {
      streaming.send(events);
      while (!relay.complete() && !streaming.gone()) {
        turn.watch.expect(idle);
        relay.advance(events);
        turn.watch.rest();
        streaming.send(events);
      }
      turn.pieces(relay.lines());
      turn.ended(streaming.gone() ? Outcome.CANCELLED : Outcome.COMPLETED, 200);
      // the backend still has to end its body, which is all that is waited for now
      turn.watch.expect(idle);
    } catch (Throwable e) {
      turn.pieces(relay.lines());
      GatewayException failure = Unforeseen.of(e, turn.arrival.requestId());
      breakOff(turn, turn.why(failure), streaming, events);
    }
  }

  /** Nothing but heartbeats has been sent: the status may still tell. */
  private static void fail(
      Turn turn, GatewayException failure, Streaming streaming, ByteBuilder events) {
    GatewayError shown = turn.why(failure);
    if (streaming.mayOpen()) {
      turn.ended(Outcome.FAILED, shown.status());
      turn.client.fail(shown);
    } else {
      streaming.open(() -> breakOff(turn, shown, streaming, events));
    }
  }

  private static void breakOff(
      Turn turn, GatewayError error, Streaming streaming, ByteBuilder events) {
    turn.ended(streaming.gone() ? Outcome.CANCELLED : Outcome.FAILED, 200);
    streaming.fail(error, events);
  }
}
