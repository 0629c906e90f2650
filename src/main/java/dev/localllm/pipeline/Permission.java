package dev.localllm.pipeline;

import dev.localllm.access.Caller;
import dev.localllm.chat.AccessError.Forbidden;
import dev.localllm.chat.GatewayException;

/** Whether a caller may use a model. */
final class Permission {

  private Permission() {}

  /**
   * Lets a caller pass who may.
   *
   * @throws GatewayException with {@link Forbidden} for others
   */
  static void check(Caller caller, String model) {
    if (!caller.models().allow(model)) {
      throw new GatewayException(
          new Forbidden(
              "the caller may not use the model '%s'; it may use %s"
                  .formatted(model, String.join(", ", caller.models().patterns()))));
    }
  }
}
