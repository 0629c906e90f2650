package dev.localllm.access;

import dev.localllm.access.ApiKey.Rights;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The table {@code api_key}. */
final class KeyRows {
  private static final String INSERT =
      """
      insert into api_key (id, name, owner, team, scopes, models, requests_per_minute,
        tokens_per_minute, concurrency, monthly_budget, budget_is_hard, expires_at, disabled,
        revoked_at, created_at, created_by, version, revision)
      values (:id, :name, :owner, :team, :scopes, :models, :requests, :tokens, :concurrency,
        :budget, :hard, :expires, :disabled, :revoked, :created, :creator, :version, :revision)
      """;
  private static final String UPDATE =
      """
      update api_key set name = :name, owner = :owner, team = :team, scopes = :scopes,
        models = :models, requests_per_minute = :requests, tokens_per_minute = :tokens,
        concurrency = :concurrency, monthly_budget = :budget, budget_is_hard = :hard,
        expires_at = :expires, disabled = :disabled, revoked_at = :revoked, version = :version,
        revision = :revision
      where id = :id
      """;

  private KeyRows() {}

  /** Locks out every other change of keys until the transaction ends. */
  static long nextRevision(Handle handle) {
    handle.execute("update api_key_clock set revision = revision + 1 where id = 1");
    return handle
        .createQuery("select revision from api_key_clock where id = 1")
        .mapTo(Long.class)
        .one();
  }

  static void insert(Handle handle, ApiKey key) {
    bound(handle.createUpdate(INSERT), key)
        .bind("created", time(key.createdAt()))
        .bind("creator", key.createdBy())
        .execute();
  }

  static void update(Handle handle, ApiKey key) {
    bound(handle.createUpdate(UPDATE), key).execute();
  }

  static Optional<ApiKey> byId(Handle handle, String id) {
    return one(handle, "select * from api_key where id = :value", id);
  }

  static Optional<ApiKey> byName(Handle handle, String name) {
    return one(handle, "select * from api_key where name = :value", name);
  }

  /** The keys whose names follow {@code name}, in the order of their names. */
  static List<ApiKey> after(Handle handle, String name, int most) {
    return handle
        .createQuery("select * from api_key where name > :name order by name limit :most")
        .bind("name", name)
        .bind("most", most)
        .map((row, context) -> key(row))
        .list();
  }

  /** What was changed after {@code revision}, in that order. */
  static List<ApiKey> since(Handle handle, long revision, int most) {
    return handle
        .createQuery(
            "select * from api_key where revision > :revision order by revision limit :most")
        .bind("revision", revision)
        .bind("most", most)
        .map((row, context) -> key(row))
        .list();
  }

  static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static Optional<ApiKey> one(Handle handle, String query, String value) {
    return handle.createQuery(query).bind("value", value).map((row, context) -> key(row)).findOne();
  }

  private static <S extends SqlStatement<S>> S bound(S statement, ApiKey key) {
    Rights rights = key.rights();
    return statement
        .bind("id", key.id())
        .bind("name", rights.name())
        .bind("owner", rights.owner())
        .bind("team", rights.team())
        .bind("scopes", words(rights.scopes()))
        .bind("models", String.join(",", rights.models().patterns()))
        .bind("requests", rights.requests())
        .bind("tokens", rights.tokens())
        .bind("concurrency", rights.concurrency())
        .bind("budget", rights.monthlyBudget())
        .bind("hard", rights.budgetIsHard())
        .bind("expires", time(rights.expiresAt()))
        .bind("disabled", key.disabled())
        .bind("revoked", time(key.revokedAt()))
        .bind("version", key.version())
        .bind("revision", key.revision());
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    Rights rights =
        new Rights(
            row.getString("name"),
            row.getString("owner"),
            row.getString("team"),
            words(row.getString("scopes")).stream()
                .flatMap(word -> Scope.labelled(word).stream())
                .collect(Collectors.toSet()),
            new ModelPatterns(words(row.getString("models"))),
            row.getObject("requests_per_minute", Integer.class),
            row.getObject("tokens_per_minute", Integer.class),
            row.getObject("concurrency", Integer.class),
            row.getBigDecimal("monthly_budget"),
            row.getBoolean("budget_is_hard"),
            instant(row, "expires_at"));
    Instant created = instant(row, "created_at");
    return new ApiKey(
        row.getString("id"),
        rights,
        row.getBoolean("disabled"),
        instant(row, "revoked_at"),
        created == null ? Instant.EPOCH : created,
        row.getString("created_by"),
        row.getInt("version"),
        row.getLong("revision"));
  }

  private static String words(Set<Scope> scopes) {
    return scopes.stream().map(Scope::label).sorted().collect(Collectors.joining(","));
  }

  private static List<String> words(String joined) {
    return Arrays.stream(joined.split(",")).filter(word -> !word.isEmpty()).toList();
  }
}
