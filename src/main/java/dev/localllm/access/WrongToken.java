package dev.localllm.access;

/** A token that is not believed. Costs no stack trace, since anybody may send such tokens. */
final class WrongToken extends Exception {

  private static final long serialVersionUID = 1;

  /** {@code reason} holds nothing that the token says: it is logged. */
  WrongToken(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
