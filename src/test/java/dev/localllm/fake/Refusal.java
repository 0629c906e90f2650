package dev.localllm.fake;

/** A request that the server refuses. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  final int status;

  Refusal(int status, String message) {
    super(message);
    this.status = status;
  }
}
