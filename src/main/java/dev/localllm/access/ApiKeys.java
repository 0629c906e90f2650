package dev.localllm.access;

import dev.localllm.access.ApiKey.Rights;
import dev.localllm.access.KeyConflict.Reason;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayException;
import dev.localllm.settings.KeyTrust;
import dev.localllm.settings.Secret;
import dev.localllm.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/**
 * The keys in the database. Every method blocks, throws {@link dev.localllm.store.StoreUnavailable}
 * or JDBI's exceptions when the database is away, and is thread-safe; other replicas see a change
 * after {@code KEY_REFRESH}.
 */
public final class ApiKeys {
  /** The longest that a replaced secret may go on working. */
  public static final Duration LONGEST_OVERLAP = Duration.ofDays(90);

  private final Database database;
  private final KeyHashes hashes;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Runnable changed;

  /**
   * The keys in {@code database}.
   *
   * @param random cryptographically strong
   * @param changed is run after each change
   */
  public ApiKeys(
      Database database,
      KeyTrust trust,
      InstantSource clock,
      RandomGenerator random,
      Runnable changed) {
    this.database = database;
    this.hashes = new KeyHashes(trust.peppers());
    this.clock = clock;
    this.random = random;
    this.changed = changed;
  }

  /** A key and its new secret, which is not to be had again. */
  public record Issued(ApiKey key, Secret secret) {}

  /**
   * Makes a key.
   *
   * @param creator who asks for it
   * @throws GatewayException with {@link Invalid} when the rights are not sound
   * @throws KeyConflict when another key has the name
   */
  public Issued create(Rights rights, String creator) {
    RightsCheck.checked(rights);
    return change(handle -> {
      long revision = KeyRows.nextRevision(handle);
      if (KeyRows.byName(handle, rights.name()).isPresent()) {
        throw taken(rights.name());
      }
      String id = "key_" + HexFormat.of().toHexDigits(random.nextLong());
      var key = new ApiKey(id, rights, false, null, now(), creator, 1, revision);
      KeyRows.insert(handle, key);
      return new Issued(key, newSecret(handle, id));
    });
  }

  /**
   * Gives a key a new secret; the old ones go on working for {@code overlap}, or less if they were
   * to end sooner.
   *
   * @throws KeyConflict when there is no such key, or it is revoked
   * @throws GatewayException with {@link Invalid} when the overlap is negative or above {@link
   *     #LONGEST_OVERLAP}
   */
  public Issued rotate(String id, Duration overlap) {
    if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
      throw new GatewayException(new Invalid("overlap must be from 0 to 90 days", "overlap"));
    }
    return change(handle -> {
      ApiKey key = changed(handle, id, Optional.empty(), UnaryOperator.identity());
      SecretRows.endAll(handle, id, now().plus(overlap));
      return new Issued(key, newSecret(handle, id));
    });
  }

  /**
   * Changes a key's rights and whether it is disabled.
   *
   * @param version the version that the change is based on; empty for whichever there is
   * @throws KeyConflict when there is no such key, it is revoked, it has another version, or
   *     another key has the new name
   * @throws GatewayException with {@link Invalid} when the rights are not sound
   */
  public ApiKey change(String id, Optional<Integer> version, Rights rights, boolean disabled) {
    RightsCheck.checked(rights);
    return change(
        handle -> changed(handle, id, version, key -> key.with(rights, disabled, key.revokedAt())));
  }

  /**
   * Ends a key for good.
   *
   * @throws KeyConflict when there is no such key, or it is revoked already
   */
  public ApiKey revoke(String id) {
    return change(handle ->
        changed(
            handle, id, Optional.empty(), key -> key.with(key.rights(), key.disabled(), now())));
  }

  /** The key with that id, or else with that name. */
  public Optional<ApiKey> find(String idOrName) {
    return database
        .jdbi()
        .withHandle(
            handle -> KeyRows.byId(handle, idOrName).or(() -> KeyRows.byName(handle, idOrName)));
  }

  /**
   * A page of all keys in the order of their names.
   *
   * @param after the last name of the page before; empty for the first page
   * @param most keys on it
   */
  public List<ApiKey> list(String after, int most) {
    return database.jdbi().withHandle(handle -> KeyRows.after(handle, after, most));
  }

  /** The last characters of the secrets of a key that still work, the newest first. */
  public List<String> hints(String id) {
    Instant now = now();
    return database
        .jdbi()
        .withHandle(handle ->
            SecretRows.of(handle, id).stream()
                .filter(row -> row.validUntil() == null || now.isBefore(row.validUntil()))
                .map(SecretRows.Row::hint)
                .toList());
  }

  private <T> T change(HandleCallback<T, RuntimeException> work) {
    T result = database.durably(work);
    changed.run();
    return result;
  }

  private ApiKey changed(
      Handle handle, String id, Optional<Integer> version, UnaryOperator<ApiKey> change) {
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
    Optional<ApiKey> namesake = KeyRows.byName(handle, key.rights().name());
    if (namesake.isPresent() && !namesake.get().id().equals(id)) {
      throw taken(key.rights().name());
    }
    ApiKey next = key.next(revision);
    KeyRows.update(handle, next);
    return next;
  }

  private Secret newSecret(Handle handle, String id) {
    Secret secret = KeyText.make(random);
    SecretRows.insert(
        handle,
        new SecretRows.Row(
            hashes.hash(secret.reveal()), id, hashes.pepper(), KeyText.hint(secret), now(), null));
    return secret;
  }

  private static KeyConflict taken(String name) {
    return new KeyConflict(Reason.NAME_TAKEN, "there is a key named " + name + " already");
  }

  /** In the precision of the database. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
