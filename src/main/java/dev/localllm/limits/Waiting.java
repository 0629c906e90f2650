package dev.localllm.limits;

import dev.localllm.store.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for Redis. */
final class Waiting {

  private Waiting() {}

  /**
   * The answer. An interrupt, which is for the request and not for this short wait, is kept.
   *
   * @throws StoreUnavailable when there is none in time
   */
  static <T> T forAnswer(Future<T> coming, Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return coming.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw unavailable(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException | CancellationException e) {
          throw unavailable(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static StoreUnavailable unavailable(Throwable cause) {
    return cause instanceof StoreUnavailable already
        ? already
        : new StoreUnavailable("the cache does not answer: " + cause, cause);
  }
}
