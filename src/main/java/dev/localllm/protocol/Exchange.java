package dev.localllm.protocol;

import java.util.Optional;

/** One inference request as its codec understood it. Immutable. */
public interface Exchange {

  /** What the backend is asked to do. */
  Operation operation();

  /** The model that the client named; empty when it named none. */
  Optional<String> requestedModel();

  /** Whether the client wants the answer in pieces. */
  boolean streaming();

  /** How many tokens the client wants at most; 0 when it does not say. */
  int maxTokens();

  /**
   * The body to send to the backend.
   *
   * @param routedModel the model's name on that backend
   * @param mostTokens how many tokens the answer may have, whatever the client wants; 0 leaves it
   *     to the client
   */
  byte[] backendBody(String routedModel, int mostTokens);

  /** A new renderer for one answer to this request. */
  Answer answer();
}
