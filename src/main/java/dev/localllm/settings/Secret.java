package dev.localllm.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/**
 * A value that must not be seen (CFG-9): it prints as {@code [REDACTED]}, is not a record and not
 * serializable, so that no log line, error or JSON shows it by accident. Equality takes the same
 * time for every text of one length. Immutable.
 */
public final class Secret {
  static final String REDACTED = "[REDACTED]";

  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  /** The text itself, for the one place that sends or compares it. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(value.getBytes(UTF_8), secret.value.getBytes(UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return REDACTED;
  }
}
