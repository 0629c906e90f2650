package dev.localllm.background;

import java.time.Duration;

/** What a task does each time. */
@FunctionalInterface
public interface Step {

  /**
   * Does it once, on the task's thread; it may block.
   *
   * @return how long the task may rest, unless it is woken
   * @throws Exception when that could not be done; the task rests and tries again
   */
  Duration take() throws Exception;
}
