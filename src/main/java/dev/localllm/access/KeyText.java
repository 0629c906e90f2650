package dev.localllm.access;

import dev.localllm.settings.Secret;
import java.util.random.RandomGenerator;

/** How the secret of an API key is written: {@code llm_} and 160 random bits in 32 characters. */
final class KeyText {
  static final String PREFIX = "llm_";

  private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
  private static final int LENGTH = 32;
  private static final int HINT = 4;

  private KeyText() {}

  /** A new one; {@code random} must be cryptographically strong. */
  static Secret make(RandomGenerator random) {
    var text = new StringBuilder(PREFIX);
    for (int i = 0; i < LENGTH; i++) {
      text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
    }
    return new Secret(text.toString());
  }

  /** Its last characters, by which people tell keys apart. */
  static String hint(Secret secret) {
    String text = secret.reveal();
    return text.substring(text.length() - HINT);
  }
}
