package dev.localllm.fake;

/** The client left, or the answer was broken off on purpose: there is nobody to write to. */
final class PeerGone extends RuntimeException {
  private static final long serialVersionUID = 1;

  PeerGone(Throwable cause) {
    super(cause);
  }
}
