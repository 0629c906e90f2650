package dev.localllm.access;

import dev.localllm.chat.GatewayError;

/** What is known of a caller. */
public sealed interface Decision {

  /**
   * It is known who calls.
   *
   * @param byNetwork whether only the address told
   */
  record Admitted(Caller caller, boolean byNetwork) implements Decision {

    Admitted(Caller caller) {
      this(caller, false);
    }
  }

  /**
   * It is not, and will not be.
   *
   * @param error what the caller is told, the same whatever was wrong with its credential
   * @param wrong whether there was a credential that nobody has
   * @param reason what was wrong, for the audit log
   */
  record Refused(GatewayError error, boolean wrong, String reason) implements Decision {}

  /**
   * It depends on a key of the issuer that is being fetched, or on API keys that are being read for
   * the first time; asked again after {@link Access#await}, it is known.
   */
  record Undecided(String secret) implements Decision {

    /** Either is as good as a password. */
    @Override
    public String toString() {
      return "Undecided";
    }
  }
}
