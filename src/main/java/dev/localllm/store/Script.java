package dev.localllm.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A piece of Lua that the cache runs as one step; it returns whole numbers. Immutable.
 *
 * @param text the source
 * @param digest by which the cache knows it
 */
public record Script(String text, String digest) {

  /** That source. */
  public static Script of(String text) {
    try {
      byte[] sha = MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8));
      return new Script(text, HexFormat.of().formatHex(sha));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
