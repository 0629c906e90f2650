package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.chat.Usage;
import dev.localllm.limits.Permit;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.Exchange;
import dev.localllm.routing.Route;
import dev.localllm.usage.Prices;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one request has come to so far. Written by the request's thread alone. */
final class Turn implements Watched {

  private static final long NOT_YET = Long.MIN_VALUE;

  final Arrival arrival;
  final Client client;
  final Holding holding;
  final Watch watch = new Watch();
  private String operation = "none";
  private boolean streamed;
  private Optional<String> requestedModel = Optional.empty();
  private @Nullable Route route;
  private @Nullable Permit permit;
  private boolean admitted;
  private @Nullable Answer answer;
  private boolean abandoned;
  private Outcome outcome = Outcome.FAILED;
  private int status = 500;
  private boolean interrupted;
  private int promptEstimate;
  private int pieces;
  private long firstByteNanos = NOT_YET;
  private volatile @Nullable Streaming streaming;

  Turn(Arrival arrival, Client client, Holding holding) {
    this.arrival = arrival;
    this.client = client;
    this.holding = holding;
  }

  void read(Exchange exchange, int estimatedPromptTokens) {
    read(exchange.operation().label(), exchange.streaming(), exchange.requestedModel());
    promptEstimate = estimatedPromptTokens;
  }

  /** What the client wants, as {@link Settlement} tells it. */
  void read(String what, boolean inPieces, Optional<String> model) {
    operation = what;
    streamed = inPieces;
    requestedModel = model;
  }

  /** What its prompt may come to, in tokens. */
  int promptTokens() {
    return promptEstimate;
  }

  /** The caller's limits let it begin; the permit is given back when it is settled. */
  void permitted(Permit granted) {
    permit = granted;
  }

  /** What it was granted when it came. */
  Permit permit() {
    return Objects.requireNonNull(permit, "not permitted yet");
  }

  /** They let it go on to a backend. */
  void admitted() {
    admitted = true;
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

  /** So many pieces of the answer, of a token each, have come. */
  void pieces(int count) {
    pieces = count;
  }

  /** Why it cannot go on: what ended it from outside, or else its own failure. */
  GatewayError why(GatewayException failure) {
    Optional<GatewayError> outside = watch.close();
    interrupted |= outside.isPresent();
    return outside.orElse(failure.error());
  }

  void ended(Outcome how, int httpStatus) {
    outcome = abandoned ? Outcome.CANCELLED : how;
    status = httpStatus;
  }

  /** Tells the client, to whom nothing has been sent. */
  void fail(GatewayException failure) {
    GatewayError shown = why(failure);
    ended(Outcome.FAILED, shown.status());
    client.fail(shown);
  }

  /** Tells the client, from another thread than the request's own, which may yet come back. */
  void failInItsPlace(GatewayException failure) {
    Streaming stream = streaming;
    if (stream == null || stream.mayOpen()) {
      client.fail(failure.error());
    }
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

  /** What it came to; gives the permit back. */
  Settlement settle(Prices prices) {
    var chosen = Optional.ofNullable(route);
    var rendered = Optional.ofNullable(answer);
    Usage counted = rendered.map(Answer::usage).orElse(Usage.NONE);
    boolean estimated = counted.equals(Usage.NONE) && pieces > 0;
    Usage usage = estimated ? new Usage(promptEstimate, 0, pieces) : counted;
    BigDecimal cost = prices.cost(chosen.map(Route::model), usage);
    giveBack(usage, cost);
    return new Settlement(
        arrival.requestId(),
        arrival.caller(),
        arrival.address(),
        arrival.dialect(),
        operation,
        streamed,
        requestedModel,
        chosen.map(Route::model).filter(model -> !model.isEmpty()),
        rendered.flatMap(Answer::reportedModel),
        chosen.map(r -> r.backend().name()),
        outcome,
        status,
        cancelledBy(),
        usage,
        estimated,
        admitted,
        cost,
        firstByteNanos == NOT_YET ? Optional.empty() : Optional.of(since(firstByteNanos)),
        since(System.nanoTime()));
  }

  private void giveBack(Usage usage, BigDecimal cost) {
    if (permit != null) {
      permit.settle(usage.totalTokens(), cost);
    }
  }

  private Optional<String> cancelledBy() {
    if (outcome == Outcome.CANCELLED) {
      return Optional.of("client");
    }
    return interrupted ? Optional.of("gateway") : Optional.empty();
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(nanos - arrival.arrivedNanos());
  }
}
