package dev.localllm.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Remembers tokens whose signature was good, by their hashes. Holds {@value #MOST}: when half as
 * many new ones have come, those that were not asked for meanwhile are forgotten. Thread-safe; a
 * look takes no lock.
 */
final class VerifiedTokens {

  static final int MOST = 10_000;

  /** The SHA-256 of a token. */
  record Digest(long a, long b, long c, long d) {

    static Digest of(String token) {
      try {
        ByteBuffer hash =
            ByteBuffer.wrap(
                MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.US_ASCII)));
        return new Digest(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e); // every JDK has it
      }
    }
  }

  /**
   * What is remembered of a token.
   *
   * @param key the fingerprint of the key it was signed with
   * @param end when it counts no longer
   */
  record Entry(TokenCheck.Known known, String key, Instant end) {}

  private record Generations(Map<Digest, Entry> young, Map<Digest, Entry> old) {}

  private final AtomicReference<Generations> generations =
      new AtomicReference<>(new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));

  /** What is remembered, if it still counts and its key is still among those of the issuer. */
  Optional<TokenCheck.Known> find(Digest token, KeySet keys, Instant now) {
    Generations current = generations.get();
    Entry entry = current.young().get(token);
    if (entry == null) {
      entry = current.old().get(token);
      if (entry == null) {
        return Optional.empty();
      }
      add(token, entry);
    }
    return now.isBefore(entry.end()) && keys.holds(entry.key())
        ? Optional.of(entry.known())
        : Optional.empty();
  }

  /** Remembers it. */
  void add(Digest token, Entry entry) {
    Generations current = generations.get();
    current.young().put(token, entry);
    if (current.young().size() >= MOST / 2) {
      generations.compareAndSet(
          current, new Generations(new ConcurrentHashMap<>(), current.young()));
    }
  }

  /** How many it remembers, about. */
  int size() {
    Generations current = generations.get();
    return current.young().size() + current.old().size();
  }
}
