package dev.localllm.access;

/** A change of a key cannot be made on what is there now; the message may be shown. */
public final class KeyConflict extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is in the way. */
  public enum Reason {
    /** There is no such key. */
    UNKNOWN,
    /** Another key has the name. */
    NAME_TAKEN,
    /** The key has been changed since it was read. */
    CHANGED,
    /** The key has been revoked, which is for good. */
    REVOKED
  }

  private final Reason reason;

  KeyConflict(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What is in the way. */
  public Reason reason() {
    return reason;
  }
}
