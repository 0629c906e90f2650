package dev.localllm.background;

import java.time.Duration;

/**
 * How a task is doing.
 *
 * @param failures how many of its steps have failed since the start
 * @param failing how many have failed one after the other until now
 * @param sinceCompleted how long ago the last good step ended, or, before there was one, the task
 *     was made
 */
public record TaskState(long failures, long failing, Duration sinceCompleted) {}
