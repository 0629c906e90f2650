package dev.localllm.api;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Names that do not repeat: 29 letters and digits, as OpenAI's ids have. Not secret. */
final class RandomNames implements Supplier<String> {

  private static final byte[] ALPHABET =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
          .getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = 29;

  @Override
  public String get() {
    var random = ThreadLocalRandom.current();
    byte[] name = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      name[i] = ALPHABET[random.nextInt(ALPHABET.length)];
    }
    return new String(name, StandardCharsets.US_ASCII);
  }
}
