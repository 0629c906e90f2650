package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.BackendSilent;
import dev.localllm.chat.GatewayError.SlowRequest;
import dev.localllm.protocol.Operation;
import dev.localllm.settings.ModelManagement;
import dev.localllm.settings.Settings;
import java.time.Duration;

/**
 * How long backends may keep silent, each limit with what the caller is told when it passes.
 *
 * @param load until the first byte of a streamed answer from a model that is not in memory
 * @param firstByte until the first byte of a streamed answer from a loaded model
 * @param idle between two pieces of a streamed answer
 * @param whole until an answer that comes in one piece has come
 * @param busy between two pieces of progress while models are managed
 * @param managed until models have been managed without a word of progress
 */
record Patience(Limit load, Limit firstByte, Limit idle, Limit whole, Limit busy, Limit managed) {

  /** A duration in nanoseconds and the error that follows it. */
  record Limit(long nanos, GatewayError late) {}

  static Patience of(Settings.Calling calling, ModelManagement management) {
    return new Patience(
        limit(calling.loadTimeout(), "the model was not loaded within %s"),
        limit(calling.firstByteTimeout(), "the backend did not begin to answer within %s"),
        limit(calling.idleTimeout(), "the backend sent nothing for %s"),
        limit(calling.answerTimeout(), "the backend did not answer within %s"),
        limit(management.idleTimeout(), "the backend sent nothing for %s"),
        limit(management.timeout(), "the backend did not answer within %s"));
  }

  /** Until the first byte of a streamed answer. */
  Limit beginning(Operation operation, boolean loaded) {
    if (operation.managesModels()) {
      return busy;
    }
    return loaded ? firstByte : load;
  }

  /** Between two pieces of a streamed answer. */
  Limit between(Operation operation) {
    return operation.managesModels() ? busy : idle;
  }

  /** Until an answer that comes in one piece has come. */
  Limit whole(Operation operation) {
    if (operation.managesModels()) {
      return operation.reportsProgress() ? managed : busy;
    }
    return whole;
  }

  /** How long a client may bring nothing of a body that is taken as it comes. */
  static Limit ofClient(Duration idle) {
    return new Limit(
        idle.toNanos(), new SlowRequest("nothing of the request body came for " + words(idle)));
  }

  /** How long a backend may take nothing of such a body, or be silent when it has all of it. */
  static Limit ofReceiver(Duration busy) {
    return limit(busy, "the backend did not take the blob within %s");
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
