package dev.localllm.background;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs tasks on the container's threads, and has its scheduler look after them. */
@ApplicationScoped
public class Wiring {

  @Resource private ManagedThreadFactory platform;

  @Resource private ManagedScheduledExecutorService scheduler;

  private @Nullable BackgroundTasks tasks;
  private @Nullable Future<?> supervising;

  @Produces
  @Singleton
  BackgroundTasks tasks() {
    var made = new BackgroundTasks(this::startThread);
    tasks = made;
    supervising = scheduler.scheduleWithFixedDelay(made::supervise, 1, 1, TimeUnit.SECONDS);
    return made;
  }

  @PreDestroy
  void stop() {
    if (supervising != null) {
      supervising.cancel(false);
    }
    if (tasks != null) {
      tasks.close();
    }
  }

  private void startThread(Runnable task) {
    Thread thread = platform.newThread(task);
    thread.setDaemon(true);
    thread.start();
  }
}
