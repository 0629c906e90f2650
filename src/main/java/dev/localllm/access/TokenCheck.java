package dev.localllm.access;

/** What a look at a token has found. */
public sealed interface TokenCheck {

  /**
   * The token is good.
   *
   * @param caller whom it names
   */
  record Known(Caller caller) implements TokenCheck {}

  /**
   * The token is not believed.
   *
   * @param reason for our log, without anything that the token says; never for the client
   */
  record Wrong(String reason) implements TokenCheck {}

  /** The issuer's keys that would decide are not known, or not yet. */
  record Undecided() implements TokenCheck {}
}
