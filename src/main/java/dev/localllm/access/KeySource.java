package dev.localllm.access;

/** Where the issuer's keys come from. */
@FunctionalInterface
interface KeySource {

  /**
   * A JSON Web Key Set (RFC 7517 section 5). Blocks, but not for long.
   *
   * @throws Unavailable if it cannot be had
   */
  byte[] fetch() throws Unavailable;

  /** The issuer's keys cannot be had. */
  final class Unavailable extends Exception {

    private static final long serialVersionUID = 1;

    /** {@code reason} holds no address: operators are shown it. */
    Unavailable(String reason) {
      super(reason);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
