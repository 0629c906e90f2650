package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.BackendSilent;
import dev.localllm.settings.Settings;
import java.time.Duration;

/**
 * How long backends may keep silent, each limit with what the caller is told when it passes.
 *
 * @param load until the first byte of a streamed answer from a model that is not in memory
 * @param firstByte until the first byte of a streamed answer from a loaded model
 * @param idle between two pieces of a streamed answer
 * @param whole until an answer that comes in one piece has come
 */
record Patience(Limit load, Limit firstByte, Limit idle, Limit whole) {

  /** A duration in nanoseconds and the error that follows it. */
  record Limit(long nanos, GatewayError late) {}

  static Patience of(Settings.Calling calling) {
    return new Patience(
        limit(calling.loadTimeout(), "the model was not loaded within %s"),
        limit(calling.firstByteTimeout(), "the backend did not begin to answer within %s"),
        limit(calling.idleTimeout(), "the backend sent nothing for %s"),
        limit(calling.answerTimeout(), "the backend did not answer within %s"));
  }

  private static Limit limit(Duration duration, String message) {
    return new Limit(duration.toNanos(), new BackendSilent(message.formatted(words(duration))));
  }

  private static String words(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
