package dev.localllm.access;

import dev.localllm.access.KeyConflict.Reason;
import dev.localllm.audit.AuditEvent;
import dev.localllm.audit.ChangeTrail;
import dev.localllm.settings.Secret;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;

/** What changes of keys have in common, within their transactions. Thread-safe. */
final class KeySteps {
  private final KeyHashes hashes;
  private final Supplier<Instant> now;
  private final RandomGenerator random;

  /** With times of {@code now} and secrets from {@code random}. */
  KeySteps(KeyHashes hashes, Supplier<Instant> now, RandomGenerator random) {
    this.hashes = hashes;
    this.now = now;
    this.random = random;
  }

  ApiKey changed(
      Handle handle,
      String id,
      Optional<Integer> version,
      UnaryOperator<ApiKey> change,
      Function<ApiKey, AuditEvent> event) {
    long revision = KeyRows.nextRevision(handle);
    ApiKey old =
        KeyRows.byId(handle, id)
            .orElseThrow(() -> new KeyConflict(Reason.UNKNOWN, "there is no such key"));
    if (old.revokedAt() != null) {
      throw new KeyConflict(Reason.REVOKED, "the key has been revoked, which is for good");
    }
    if (version.isPresent() && version.get() != old.version()) {
      throw new KeyConflict(Reason.CHANGED, "the key has been changed since it was read");
    }
    ApiKey key = change.apply(old);
    if (!key.rights().name().equals(old.rights().name())) {
      RightsCheck.unreserved(key.rights().name());
    }
    Optional<ApiKey> namesake = KeyRows.byName(handle, key.rights().name());
    if (namesake.isPresent() && !namesake.get().id().equals(id)) {
      throw taken(key.rights().name());
    }
    ApiKey next = key.next(revision);
    KeyRows.update(handle, next);
    ChangeTrail.add(handle, event.apply(next));
    return next;
  }

  Secret newSecret(Handle handle, String id) {
    Secret secret = KeyText.make(random);
    SecretRows.insert(
        handle,
        new SecretRows.Row(
            hashes.hash(secret.reveal()),
            id,
            hashes.pepper(),
            KeyText.hint(secret),
            now.get(),
            null));
    return secret;
  }

  static KeyConflict taken(String name) {
    return new KeyConflict(Reason.NAME_TAKEN, "there is a key named " + name + " already");
  }
}
