package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of one streamed answer, shared by the request's thread, which writes events, and
 * by short-lived threads, which write heartbeats while it waits for the backend.
 *
 * <p>Whoever writes first opens the answer. When that is a heartbeat, its thread stays inside the
 * server's call until the request's thread has finished, since the answer ends with that call.
 */
final class Streaming {

  /** Never shown: there is nobody to show it to. */
  private static final GatewayError CLIENT_GONE = new BackendFailed("the client has gone");

  private final Turn turn;
  private final Answer answer;
  private final Executor threads;
  private final long heartbeatNanos;
  private final AtomicBoolean beating = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean opened;
  private boolean finished;
  private @Nullable OutputStream out;
  private volatile boolean gone;
  private volatile long lastWrite = System.nanoTime();

  /** Nothing is sent yet; heartbeats begin after {@code heartbeatNanos} of silence. */
  Streaming(Turn turn, Answer answer, Executor threads, long heartbeatNanos) {
    this.turn = turn;
    this.answer = answer;
    this.threads = threads;
    this.heartbeatNanos = heartbeatNanos;
  }

  /** Whether the client has left. */
  boolean gone() {
    return gone;
  }

  /**
   * Opens the answer, unless a heartbeat has, and runs {@code events}, which sends by {@link
   * #send}.
   */
  void open(Runnable events) {
    if (mayOpen()) {
      turn.client.stream(
          answer.contentType(),
          stream -> {
            opening(stream);
            events.run();
          });
    } else {
      await(() -> out != null);
      try {
        events.run();
      } finally {
        change(() -> finished = true);
      }
    }
  }

  /** Takes the right to open the answer; from then on its status is 200. */
  boolean mayOpen() {
    lock.lock();
    try {
      boolean mine = !opened;
      opened = true;
      return mine;
    } finally {
      lock.unlock();
    }
  }

  /** Sends what {@code bytes} holds and empties it; a client that has gone is remembered. */
  void send(ByteBuilder bytes) {
    lock.lock();
    try {
      OutputStream stream = out;
      if (!gone && stream != null) {
        bytes.writeTo(stream);
        stream.flush();
      }
    } catch (IOException clientLeft) {
      gone = true;
    } finally {
      lastWrite = System.nanoTime();
      bytes.clear();
      lock.unlock();
    }
  }

  /** Sends what {@code bytes} holds and then the dialect's error event. */
  void fail(GatewayError error, ByteBuilder bytes) {
    answer.failure(error, bytes);
    send(bytes);
  }

  /** Looks at the clock; called by the watchdog. */
  void check(long now) {
    if (now - lastWrite > heartbeatNanos && beating.compareAndSet(false, true)) {
      try {
        threads.execute(this::beat);
      } catch (Throwable e) {
        // the next look may get a thread
        beating.set(false);
      }
    }
  }

  private void beat() {
    try {
      if (mayOpen()) {
        openToHold();
      } else {
        heartbeat();
      }
    } catch (Throwable e) {
      gone = true;
      turn.watch.end(Unforeseen.of(e, turn.arrival.requestId()).error());
    } finally {
      beating.set(false);
    }
  }

  private void openToHold() {
    try {
      turn.client.stream(answer.contentType(), this::holdOpen);
    } finally {
      abandonIfNeverOpened();
    }
  }

  private void holdOpen(OutputStream stream) {
    opening(stream);
    beating.set(false);
    heartbeat();
    await(() -> finished);
  }

  /** The server did not even let us write: nobody is there. */
  private void abandonIfNeverOpened() {
    lock.lock();
    try {
      if (out == null) {
        gone = true;
        opening(OutputStream.nullOutputStream());
      }
    } finally {
      lock.unlock();
    }
  }

  private void heartbeat() {
    var bytes = new ByteBuilder(16);
    answer.heartbeat(bytes);
    send(bytes);
    if (gone) {
      turn.watch.end(CLIENT_GONE);
    }
  }

  private void opening(OutputStream stream) {
    change(() -> out = stream);
  }

  private void await(BooleanSupplier change) {
    lock.lock();
    try {
      while (!change.getAsBoolean()) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
