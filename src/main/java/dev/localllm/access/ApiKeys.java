package dev.localllm.access;

import dev.localllm.access.ApiKey.Rights;
import dev.localllm.audit.AuditEvent;
import dev.localllm.audit.ChangeTrail;
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
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.HandleCallback;

/**
 * The keys in the database. Every method blocks, throws {@link dev.localllm.store.StoreUnavailable}
 * or JDBI's exceptions when the database is away, and is thread-safe; other replicas see a change
 * after {@code KEY_REFRESH}. A change and the event that tells of it are one transaction, and are
 * kept when the method returns.
 */
public final class ApiKeys {
  /** The longest that a replaced secret may go on working. */
  public static final Duration LONGEST_OVERLAP = Duration.ofDays(90);

  private final Database database;
  private final KeySteps steps;
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
    steps = new KeySteps(new KeyHashes(trust.peppers()), this::now, random);
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
   * @param event tells of the key that was made, and is kept with it or not at all
   * @throws GatewayException with {@link Invalid} when the rights are not sound
   * @throws KeyConflict when another key has the name
   */
  public Issued create(Rights rights, String creator, Function<ApiKey, AuditEvent> event) {
    RightsCheck.checked(rights);
    RightsCheck.unreserved(rights.name());
    return change(handle -> {
      long revision = KeyRows.nextRevision(handle);
      if (KeyRows.byName(handle, rights.name()).isPresent()) {
        throw KeySteps.taken(rights.name());
      }
      String id = "key_" + HexFormat.of().toHexDigits(random.nextLong());
      var key = new ApiKey(id, rights, false, null, now(), creator, 1, revision);
      KeyRows.insert(handle, key);
      ChangeTrail.add(handle, event.apply(key));
      return new Issued(key, steps.newSecret(handle, id));
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
  public Issued rotate(String id, Duration overlap, Function<ApiKey, AuditEvent> event) {
    if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
      throw new GatewayException(new Invalid("overlap must be from 0 to 90 days", "overlap"));
    }
    return change(handle -> {
      ApiKey key = steps.changed(handle, id, Optional.empty(), UnaryOperator.identity(), event);
      SecretRows.endAll(handle, id, now().plus(overlap));
      return new Issued(key, steps.newSecret(handle, id));
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
  public ApiKey change(
      String id,
      Optional<Integer> version,
      Rights rights,
      boolean disabled,
      Function<ApiKey, AuditEvent> event) {
    RightsCheck.checked(rights);
    return change(handle ->
        steps.changed(
            handle, id, version, key -> key.with(rights, disabled, key.revokedAt()), event));
  }

  /**
   * Ends a key for good.
   *
   * @throws KeyConflict when there is no such key, or it is revoked already
   */
  public ApiKey revoke(String id, Function<ApiKey, AuditEvent> event) {
    return change(handle ->
        steps.changed(
            handle,
            id,
            Optional.empty(),
            key -> key.with(key.rights(), key.disabled(), now()),
            event));
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

  /** In the precision of the database. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
