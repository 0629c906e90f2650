package dev.localllm.limits;

/** Whether a request may go on. */
public sealed interface Verdict permits Permit, Refusal {

  /** Where the caller stands now. */
  Standing standing();

  /**
   * The permit.
   *
   * @throws dev.localllm.chat.GatewayException when there is none
   */
  Permit orThrow();
}
