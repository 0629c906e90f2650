package dev.localllm.chat;

/** Carries a {@link GatewayError} up to the edge that words it for the caller. */
public final class GatewayException extends RuntimeException {

  private final transient GatewayError error;

  /** Wraps what went wrong, without a stack trace: it is an answer, not a defect. */
  public GatewayException(GatewayError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  /** What went wrong. */
  public GatewayError error() {
    return error;
  }
}
