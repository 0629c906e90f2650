package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;

/** What the watchdog looks at. */
public interface Watched {

  /** Acts if something is late; {@code now} is {@link System#nanoTime}. Thread-safe, quick. */
  void check(long now);

  /** Ends it from outside; the first reason counts. Thread-safe, quick. */
  void end(GatewayError why);
}
