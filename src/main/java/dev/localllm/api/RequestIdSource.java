package dev.localllm.api;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Accepts the id that a client gave its request, or makes one. Thread-safe if its source is. */
public final class RequestIdSource {

  private static final int LONGEST = 128;

  private final RandomGenerator random;

  RequestIdSource(RandomGenerator random) {
    this.random = random;
  }

  /** {@code given} if it is 1 to 128 letters, digits, or {@code . _ : -}; else a new one. */
  public String accept(@Nullable String given) {
    return given != null && harmless(given) ? given : make();
  }

  private static boolean harmless(String id) {
    if (id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (!harmless(id.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean harmless(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || ".:_-".indexOf(c) >= 0;
  }

  private String make() {
    HexFormat hex = HexFormat.of();
    return "req_" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }
}
