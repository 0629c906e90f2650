package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Internal;
import dev.localllm.chat.GatewayException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One question that many ask: a thread of its own asks the backend, never two at a time, and
 * whoever comes meanwhile or soon after gets the same answer, be it an error. Thread-safe; the
 * answer is shared and must not be changed.
 */
final class Shared<T> {

  private static final Logger LOG = System.getLogger(Shared.class.getName());

  private final Executor threads;
  private final Duration age;
  private @Nullable Asking<T> last;

  private record Asking<T>(long changes, CompletableFuture<T> answer, Age since) {}

  /** When the answer came; it ages from then on. */
  private static final class Age {
    private volatile long answered;
  }

  /** A question whose answer is good for {@code age}; {@code threads} run who asks it. */
  Shared(Executor threads, Duration age) {
    this.threads = threads;
    this.age = age;
  }

  /**
   * The answer.
   *
   * @param question asked if nobody has
   * @param changes those that it must know of
   * @param limit how long to wait, and what to say then
   * @throws GatewayException as the question does
   */
  T answer(Supplier<T> question, Changes changes, Patience.Limit limit) {
    long known = changes.count();
    long deadline = System.nanoTime() + limit.nanos();
    while (true) {
      Asking<T> asking = asking(question, known, changes);
      T answer = await(asking.answer(), deadline, limit.late());
      if (asking.changes() >= known) {
        return answer;
      }
    }
  }

  private synchronized Asking<T> asking(Supplier<T> question, long known, Changes changes) {
    Asking<T> current = last;
    if (current == null || (current.answer().isDone() && !good(current, known))) {
      current = new Asking<>(changes.count(), new CompletableFuture<>(), new Age());
      last = current;
      ask(question, current);
    }
    return current;
  }

  private boolean good(Asking<T> asking, long known) {
    return asking.changes() >= known && System.nanoTime() - asking.since().answered < age.toNanos();
  }

  private void ask(Supplier<T> question, Asking<T> asking) {
    try {
      threads.execute(() -> tell(question, asking));
    } catch (RuntimeException e) {
      asking.answer().completeExceptionally(e);
    }
  }

  private static <T> void tell(Supplier<T> question, Asking<T> asking) {
    T answer = null;
    Throwable failure = null;
    try {
      answer = question.get();
    } catch (GatewayException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "a listing failed", e);
      failure = e;
    }
    asking.since().answered = System.nanoTime();
    if (failure == null) {
      asking.answer().complete(answer);
    } else {
      asking.answer().completeExceptionally(failure);
    }
  }

  private static <T> T await(CompletableFuture<T> answer, long deadline, GatewayError late) {
    try {
      return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new GatewayException(late);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayException(late);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GatewayException known) {
        throw new GatewayException(known.error());
      }
      throw new GatewayException(new Internal());
    }
  }
}
