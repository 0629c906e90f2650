package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.Usage;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.Exchange;
import dev.localllm.routing.Route;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one request has come to so far. Written by the request's thread alone. */
final class Turn implements Watched {

  private static final long NOT_YET = Long.MIN_VALUE;

  final Arrival arrival;
  final Client client;
  final Watch watch = new Watch();
  private String operation = "none";
  private boolean streamed;
  private Optional<String> requestedModel = Optional.empty();
  private @Nullable Route route;
  private @Nullable Answer answer;
  private boolean abandoned;
  private Outcome outcome = Outcome.FAILED;
  private int status = 500;
  private long firstByteNanos = NOT_YET;
  private volatile @Nullable Streaming streaming;

  Turn(Arrival arrival, Client client) {
    this.arrival = arrival;
    this.client = client;
  }

  void read(Exchange exchange) {
    read(exchange.operation().label(), exchange.streaming(), exchange.requestedModel());
  }

  /** What the client wants, as {@link Settlement} tells it. */
  void read(String what, boolean inPieces, Optional<String> model) {
    operation = what;
    streamed = inPieces;
    requestedModel = model;
  }

  void routed(Route chosen) {
    route = chosen;
  }

  void answering(Answer renderer) {
    answer = renderer;
  }

  /** From now on the client may get heartbeats. */
  void streaming(Streaming stream) {
    streaming = stream;
  }

  /** The first byte that means something is on its way to the client. */
  void firstByte() {
    if (firstByteNanos == NOT_YET) {
      firstByteNanos = System.nanoTime();
    }
  }

  void ended(Outcome how, int httpStatus) {
    outcome = abandoned ? Outcome.CANCELLED : how;
    status = httpStatus;
  }

  /** The client left before all of its request had come: whatever it is told now, nobody hears. */
  void abandoned() {
    abandoned = true;
  }

  @Override
  public void check(long now) {
    watch.check(now);
    Streaming stream = streaming;
    if (stream != null) {
      stream.check(now);
    }
  }

  @Override
  public void end(GatewayError why) {
    watch.end(why);
  }

  Settlement settlement() {
    var chosen = Optional.ofNullable(route);
    var rendered = Optional.ofNullable(answer);
    return new Settlement(
        arrival.requestId(),
        arrival.dialect(),
        operation,
        streamed,
        requestedModel,
        chosen.map(Route::model).filter(model -> !model.isEmpty()),
        rendered.flatMap(Answer::reportedModel),
        chosen.map(r -> r.backend().name()),
        outcome,
        status,
        rendered.map(Answer::usage).orElse(Usage.NONE),
        firstByteNanos == NOT_YET ? Optional.empty() : Optional.of(since(firstByteNanos)),
        since(System.nanoTime()));
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(nanos - arrival.arrivedNanos());
  }
}
