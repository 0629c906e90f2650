package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Internal;
import dev.localllm.chat.GatewayException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Answers a client whose request was told to end and does not: its thread computes without end, or
 * waits where no interrupt reaches it. What the request holds stays held, because it is still being
 * used.
 */
final class LastResort implements Watched {

  private static final Logger LOG = System.getLogger(LastResort.class.getName());

  /** How long after it was told to end a request may take for that. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What a request may take before it sets limits of its own: reading it, asking the limits. */
  static final Patience.Limit FIRST_STEPS =
      new Patience.Limit(Duration.ofMinutes(1).toNanos(), new Internal());

  private final Turn turn;
  private final Executor threads;
  private boolean taken;

  LastResort(Turn turn, Executor threads) {
    this.turn = turn;
    this.threads = threads;
  }

  @Override
  public void check(long now) {
    Optional<GatewayError> why = turn.watch.ignoredFor(PATIENCE, now);
    if (why.isPresent() && !taken) {
      threads.execute(() -> answer(why.get()));
      taken = true;
    }
  }

  @Override
  public void end(GatewayError why) {
    // the turn itself is told
  }

  /** Answers for whatever ended the request; never throws. */
  void fail(GatewayException failure) {
    try {
      turn.fail(failure);
    } catch (Throwable e) {
      Unforeseen.log("request " + turn.arrival.requestId() + " could not be answered", e);
    }
  }

  private void answer(GatewayError why) {
    try {
      LOG.log(
          Level.ERROR,
          "request {0} was told to end and does not; it is at {1}",
          turn.arrival.requestId(),
          turn.watch.where());
      turn.failInItsPlace(new GatewayException(why));
    } catch (Throwable e) {
      Unforeseen.log("request " + turn.arrival.requestId() + " could not be answered", e);
    }
  }
}
