package dev.localllm.background;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One task: it goes on, whatever happens, until it is told to stop. Thread-safe. */
public final class BackgroundTask {

  private enum Wish {
    GO_ON,
    ONE_MORE_STEP,
    NO_MORE_STEP
  }

  private final String name;
  private final Step step;
  private final Executor threads;
  private final TaskRecord record;
  private final AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Wish wish = Wish.GO_ON;
  private volatile boolean started;

  BackgroundTask(String name, Step step, Executor threads) {
    this.name = name;
    this.step = step;
    this.threads = threads;
    record = new TaskRecord(name, System::nanoTime);
  }

  /** What operators know it by. */
  public String name() {
    return name;
  }

  /** How it is doing. */
  public TaskState state() {
    return record.state();
  }

  /** Begins. */
  public void start() {
    started = true;
    revive();
  }

  /** Ends a rest, unless the task rests because it has failed. Never blocks. */
  public void wake() {
    woken.set(true);
    LockSupport.unpark(runner.get());
  }

  /**
   * Lets it take one more step from its beginning to its end, and waits for that. May be called
   * again.
   *
   * @return whether it has ended, or was never begun
   */
  public boolean stop(Duration patience) {
    return end(Wish.ONE_MORE_STEP, patience);
  }

  /**
   * Interrupts what it does and lets it take no further step; waits for that.
   *
   * @return whether it has ended, or was never begun
   */
  public boolean cancel(Duration patience) {
    return end(Wish.NO_MORE_STEP, patience);
  }

  /** Gives it a thread if it should have one and has none. Never throws. */
  void revive() {
    if (!started || ended.getCount() == 0 || runner.get() != null) {
      return;
    }
    try {
      threads.execute(this::run);
    } catch (Throwable e) {
      // refused, or no memory for a thread: the next look tries again
      record.failed(e);
    }
  }

  private boolean end(Wish how, Duration patience) {
    wish = how;
    Thread running = runner.get();
    if (running != null) {
      if (how == Wish.NO_MORE_STEP) {
        running.interrupt();
      }
      LockSupport.unpark(running);
    } else {
      revive();
    }
    try {
      return !started || ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    // one thread at a time, however often it was asked for
    if (!runner.compareAndSet(null, Thread.currentThread())) {
      return;
    }
    try {
      Thread.currentThread().setName(name);
      goOn();
    } finally {
      runner.set(null);
    }
  }

  private void goOn() {
    boolean last = ended.getCount() == 0;
    while (!last && wish != Wish.NO_MORE_STEP) {
      // asked first: what was there before the wish must be in the last step
      last = wish == Wish.ONE_MORE_STEP;
      woken.set(false);
      once();
    }
    ended.countDown();
  }

  private void once() {
    long rest;
    boolean well = true;
    try {
      rest = step.take().toNanos();
      record.completed();
    } catch (Throwable e) {
      // ours is the last frame that could catch it, and the task matters more than the step
      well = false;
      rest = wish == Wish.GO_ON ? record.failed(e) : 0;
    }
    rest(rest, well);
  }

  /** An interrupt means {@link #cancel}, or nothing: kept, it would end each further rest. */
  private void rest(long nanos, boolean wakeable) {
    long end = System.nanoTime() + nanos;
    Thread.interrupted();
    while (wish == Wish.GO_ON && !(wakeable && woken.get())) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return;
      }
      LockSupport.parkNanos(this, left);
      Thread.interrupted();
    }
  }
}
