package dev.localllm.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localllm.settings.KeyTrust.Pepper;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 (RFC 2104) of secrets, keyed with what is not in the database: whoever reads the
 * database alone can neither use nor guess a key. Thread-safe.
 */
final class KeyHashes {
  private static final String ALGORITHM = "HmacSHA256";

  private final List<Pepper> peppers;
  // to make one takes longer than to hash with it
  private final List<Mac> keyed;

  /** Hashes with {@code peppers}, new secrets with the first. */
  KeyHashes(List<Pepper> peppers) {
    this.peppers = List.copyOf(peppers);
    keyed = peppers.stream().map(KeyHashes::keyed).toList();
  }

  /** The name of the pepper that {@link #hash} takes. */
  String pepper() {
    return peppers.getFirst().id();
  }

  /** The hash of a new secret, 64 hexadecimal digits. */
  String hash(String secret) {
    return hash(keyed.getFirst(), secret);
  }

  /** The hashes that a secret may be kept under; always as many, whatever it is. */
  List<String> all(String secret) {
    return keyed.stream().map(mac -> hash(mac, secret)).toList();
  }

  private static Mac keyed(Pepper pepper) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(pepper.secret().reveal().getBytes(UTF_8), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(Mac mac, String secret) {
    byte[] text = secret.getBytes(UTF_8);
    byte[] hash;
    synchronized (mac) {
      hash = mac.doFinal(text);
    }
    return HexFormat.of().formatHex(hash);
  }
}
