package dev.localllm.background;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Makes tasks, and sees to it that each has a thread as long as it runs. Thread-safe. */
public final class BackgroundTasks implements AutoCloseable {

  private final Executor threads;
  private final Set<BackgroundTask> tasks = ConcurrentHashMap.newKeySet();

  /**
   * Tasks on those threads. Somebody must {@link #supervise} them.
   *
   * @param threads platform threads, one for each task
   */
  BackgroundTasks(Executor threads) {
    this.threads = threads;
  }

  /** Tasks of a process without a container. Their threads do not keep it from ending. */
  public static BackgroundTasks withoutContainer() {
    return new BackgroundTasks(task -> Thread.ofPlatform().daemon().start(task));
  }

  /** A task that does nothing before it is started. */
  public BackgroundTask task(String name, Step step) {
    var task = new BackgroundTask(name, step, threads);
    tasks.add(task);
    return task;
  }

  /** All of them, by name. */
  public List<BackgroundTask> all() {
    return tasks.stream().sorted(Comparator.comparing(BackgroundTask::name)).toList();
  }

  /** Gives a thread to each task that has lost its own; to be called every second. Never blocks. */
  void supervise() {
    for (BackgroundTask task : tasks) {
      task.revive();
    }
  }

  /** Ends what nobody else has ended. Does not wait for that. */
  @Override
  public void close() {
    tasks.forEach(task -> task.cancel(Duration.ZERO));
  }
}
