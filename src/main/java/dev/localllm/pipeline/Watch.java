package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Guards the thread of one request: when something takes too long, or the client has gone, it
 * interrupts the thread, which ends a blocked read of a virtual thread. Thread-safe.
 */
final class Watch implements Watched {

  private static final long NEVER = Long.MAX_VALUE;

  private final Thread thread = Thread.currentThread();
  private boolean over;
  private @Nullable GatewayError reason;
  private long endedAt;
  private volatile long deadline = NEVER;
  private volatile @Nullable GatewayError late;

  /** From now on only so much time may pass before the request is ended. */
  void expect(Patience.Limit limit) {
    late = limit.late();
    deadline = System.nanoTime() + limit.nanos();
  }

  /** Nothing is waited for any more. */
  void rest() {
    deadline = NEVER;
  }

  @Override
  public void check(long now) {
    GatewayError error = late;
    long limit = deadline;
    if (limit != NEVER && error != null && now - limit > 0) {
      rest();
      end(error);
    }
  }

  @Override
  public synchronized void end(GatewayError why) {
    if (!over && reason == null) {
      reason = why;
      endedAt = System.nanoTime();
      thread.interrupt();
    }
  }

  /** Why it was told to end, if that was {@code patience} ago and it has not ended. */
  synchronized Optional<GatewayError> ignoredFor(Duration patience, long now) {
    return over || now - endedAt < patience.toNanos()
        ? Optional.empty()
        : Optional.ofNullable(reason);
  }

  /** Where the guarded thread is now, for those who look for the bug. */
  List<StackTraceElement> where() {
    return List.of(thread.getStackTrace());
  }

  /**
   * The guarded thread is left alone from now on, with no interrupt pending.
   *
   * @return why it was interrupted, empty when it was not
   */
  synchronized Optional<GatewayError> close() {
    over = true;
    rest();
    if (reason != null && Thread.interrupted()) {
      return Optional.of(reason);
    }
    return Optional.ofNullable(reason);
  }
}
