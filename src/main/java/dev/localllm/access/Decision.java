package dev.localllm.access;

import dev.localllm.chat.GatewayError;

/** What is known of a caller. */
public sealed interface Decision {

  /** It is known who calls. */
  record Admitted(Caller caller) implements Decision {}

  /**
   * It is not, and will not be.
   *
   * @param error what the caller is told, the same whatever was wrong with its credential
   * @param reason what was wrong, for the audit log
   */
  record Refused(GatewayError error, String reason) implements Decision {}
}
