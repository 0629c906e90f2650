package dev.localllm.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A task goes on whatever happens, and somebody can see what did. */
class BackgroundTaskTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BackgroundTasks tasks = BackgroundTasks.withoutContainer();
  private final Semaphore steps = new Semaphore(0);
  // who waits for steps takes them out of the semaphore for a moment
  private final AtomicInteger taken = new AtomicInteger();

  @AfterEach
  void end() {
    tasks.close();
  }

  static List<Throwable> whateverAStepMayThrow() {
    return List.of(
        new IllegalStateException("a bug"),
        new java.io.IOException("a checked one"),
        new InterruptedException("nobody asked for the end"),
        new OutOfMemoryError("Java heap space"),
        new StackOverflowError(),
        new NoClassDefFoundError("a/Name"),
        new AssertionError(),
        new Throwable("neither"));
  }

  @ParameterizedTest
  @MethodSource("whateverAStepMayThrow")
  void goesOnAfter(Throwable thrown) throws InterruptedException {
    BackgroundTask task =
        tasks.task(
            "task",
            () -> {
              steps.release();
              if (taken.incrementAndGet() == 1) {
                BackgroundTaskTest.<RuntimeException>sneak(thrown);
              }
              return Duration.ofMillis(1);
            });
    task.start();
    waitFor(3);
    TaskState state = task.state();
    assertThat(state.failures()).isEqualTo(1);
    assertThat(state.failing()).isZero();
    assertThat(state.sinceCompleted()).isLessThan(PATIENCE);
  }

  @Test
  void aStackThatOverflowsForRealEndsOneStepOnly() throws InterruptedException {
    BackgroundTask task =
        tasks.task(
            "task",
            () -> {
              steps.release();
              return Duration.ofMillis(endless(taken.incrementAndGet() == 1 ? 1 : 0));
            });
    task.start();
    waitFor(3);
    assertThat(task.state().failures()).isEqualTo(1);
  }

  @Test
  void tellsOfTheFirstFailureAndOfTheEndOfAllOnly() throws InterruptedException {
    List<LogRecord> lines = new ArrayList<>();
    Handler listener = listening(lines);
    Logger logger = Logger.getLogger(TaskRecord.class.getName());
    logger.addHandler(listener);
    try {
      BackgroundTask task =
          tasks.task(
              "key-refresh",
              () -> {
                steps.release();
                if (taken.incrementAndGet() < 4) {
                  throw new IllegalStateException("a bug");
                }
                return Duration.ofMillis(1);
              });
      task.start();
      waitFor(6);
      assertThat(task.stop(PATIENCE)).isTrue();
    } finally {
      logger.removeHandler(listener);
    }
    assertThat(lines)
        .extracting(LogRecord::getMessage)
        .containsExactly(
            "background task key-refresh failed and is tried again until it works",
            "background task key-refresh works again; failed steps: 3");
    assertThat(lines.getFirst().getThrown()).hasMessage("a bug");
  }

  @Test
  void restsLongerAfterEachFailureButNeverLong() {
    var record = new TaskRecord("task", () -> 0);
    List<Long> rests = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rests.add(TimeUnit.NANOSECONDS.toMillis(record.failed(new Error("quiet"))));
    }
    assertThat(rests.subList(0, 7)).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L);
    assertThat(rests.getLast()).isEqualTo(5000);
  }

  @Test
  void isWokenFromItsRest() throws InterruptedException {
    BackgroundTask task = tasks.task("task", this::oneStep);
    task.start();
    waitFor(1);
    task.wake();
    waitFor(2);
  }

  @Test
  void wokenDuringAStepItTakesAnotherOne() throws InterruptedException {
    CountDownLatch woken = new CountDownLatch(1);
    BackgroundTask task =
        tasks.task(
            "task",
            () -> {
              steps.release();
              woken.await();
              return LONG;
            });
    task.start();
    waitFor(1);
    task.wake();
    woken.countDown();
    waitFor(2);
  }

  @Test
  void beingWokenDoesNotHastenATaskThatFails() throws InterruptedException {
    BackgroundTask task =
        tasks.task(
            "task",
            () -> {
              steps.release();
              throw new IllegalStateException("the disk is full");
            });
    task.start();
    waitFor(1);
    long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
    while (System.nanoTime() < end) {
      task.wake();
      Thread.onSpinWait();
    }
    // 100, 200 and 400 ms
    assertThat(steps.availablePermits()).isBetween(1, 3);
  }

  @Test
  void stoppingGrantsOneMoreWholeStep() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    BackgroundTask task =
        tasks.task(
            "task",
            () -> {
              begun.countDown();
              release.await();
              ended.incrementAndGet();
              return LONG;
            });
    task.start();
    begun.await();
    assertThat(task.stop(Duration.ofMillis(20))).isFalse();
    release.countDown();
    assertThat(task.stop(PATIENCE)).isTrue();
    // the one under way may have missed what came last
    assertThat(ended).hasValue(2);
  }

  @Test
  void cancelledItStopsInTheMiddleOfAStep() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    BackgroundTask task =
        tasks.task(
            "task",
            () -> {
              begun.countDown();
              new CountDownLatch(1).await();
              return LONG;
            });
    task.start();
    begun.await();
    assertThat(task.cancel(PATIENCE)).isTrue();
    assertThat(task.state().failures()).isZero();
  }

  @Test
  void oneThatWasNeverBegunHasEnded() {
    BackgroundTask task = tasks.task("task", this::oneStep);
    assertThat(task.stop(Duration.ZERO)).isTrue();
    assertThat(steps.availablePermits()).isZero();
  }

  @Test
  void anInterruptOfNobodyDoesNotEndItNorMakeItSpin() throws InterruptedException {
    AtomicReference<Thread> runner = new AtomicReference<>();
    BackgroundTask task =
        tasks.task(
            "task",
            () -> {
              runner.set(Thread.currentThread());
              return oneStep();
            });
    task.start();
    waitFor(1);
    runner.get().interrupt();
    task.wake();
    waitFor(2);
    assertThat(steps.availablePermits()).isEqualTo(2);
  }

  @Test
  void anExecutorThatRefusesIsAskedAgain() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    var refusing =
        new BackgroundTasks(run -> {
          if (asked.incrementAndGet() < 3) {
            throw new RejectedExecutionException("full");
          }
          Thread.ofVirtual().start(run);
        });
    BackgroundTask task = refusing.task("task", this::oneStep);
    task.start();
    refusing.supervise();
    assertThat(task.state().failures()).isEqualTo(2);
    refusing.supervise();
    waitFor(1);
    assertThat(task.stop(PATIENCE)).isTrue();
  }

  @Test
  void aLostThreadIsReplacedAndThereIsNeverASecondOne() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    var losing =
        new BackgroundTasks(run -> {
          // the first thread dies before it has done anything
          if (asked.incrementAndGet() > 1) {
            Thread.ofVirtual().start(run);
            Thread.ofVirtual().start(run);
          }
        });
    AtomicInteger together = new AtomicInteger();
    BackgroundTask task =
        losing.task(
            "task",
            () -> {
              together.incrementAndGet();
              return oneStep();
            });
    task.start();
    losing.supervise();
    waitFor(1);
    losing.supervise();
    assertThat(task.stop(PATIENCE)).isTrue();
    // its first and its last step
    assertThat(together).hasValue(2);
  }

  private Duration oneStep() {
    steps.release();
    return LONG;
  }

  /** Waits until there have been so many steps. */
  private void waitFor(int count) throws InterruptedException {
    assertThat(steps.tryAcquire(count, PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    steps.release(count);
  }

  private static int endless(int depth) {
    return depth == 0 ? 1 : 1 + endless(depth + 1);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private static Handler listening(List<LogRecord> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        lines.add(line);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
