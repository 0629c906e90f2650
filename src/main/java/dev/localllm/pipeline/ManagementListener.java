package dev.localllm.pipeline;

import java.util.Optional;

/**
 * Is told of every request that managed models, or was to, once, when it is over: who writes the
 * audit log listens here. {@link PipelineListener}s are not told of these requests.
 */
@FunctionalInterface
public interface ManagementListener {

  /**
   * Called on the request's thread before a backend is asked for it; may block for some seconds.
   *
   * @param operation as in {@link #managed}
   * @param model which model or blob; empty if not told
   * @throws dev.localllm.chat.GatewayException when it must not be done
   */
  default void begins(Arrival arrival, String operation, Optional<String> model) {}

  /**
   * Called on the request's thread; must neither block nor throw. Thread-safe.
   *
   * @param settlement {@code operation} is what was done, {@code requestedModel} to which model or
   *     blob, {@code outcome} and {@code status} how it ended
   */
  void managed(Settlement settlement);

  /** The client that is answered; a listener may hear what it is told before it is. */
  default Client answering(Client client) {
    return client;
  }
}
