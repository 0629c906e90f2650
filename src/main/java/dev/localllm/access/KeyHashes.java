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
  private final List<SecretKeySpec> keys;

  /** Hashes with {@code peppers}, new secrets with the first. */
  KeyHashes(List<Pepper> peppers) {
    this.peppers = List.copyOf(peppers);
    keys =
        peppers.stream()
            .map(pepper -> new SecretKeySpec(pepper.secret().reveal().getBytes(UTF_8), ALGORITHM))
            .toList();
  }

  /** The name of the pepper that {@link #hash} takes. */
  String pepper() {
    return peppers.getFirst().id();
  }

  /** The hash of a new secret, 64 hexadecimal digits. */
  String hash(String secret) {
    return hash(keys.getFirst(), secret);
  }

  /** The hashes that a secret may be kept under; always as many, whatever it is. */
  List<String> all(String secret) {
    return keys.stream().map(key -> hash(key, secret)).toList();
  }

  private static String hash(SecretKeySpec key, String secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(secret.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
