package dev.localllm.pipeline;

/** What the watchdog looks at. */
interface Watched {

  /** Acts if something is late; {@code now} is {@link System#nanoTime}. Thread-safe, quick. */
  void check(long now);
}
