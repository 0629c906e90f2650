package dev.localllm.access;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code api_key_secret}. */
final class SecretRows {

  private SecretRows() {}

  /**
   * What a key is recognised by.
   *
   * @param hint the last characters of the secret
   * @param validUntil null for as long as the key works
   */
  record Row(
      String hash,
      String keyId,
      String pepper,
      String hint,
      Instant createdAt,
      @Nullable Instant validUntil) {}

  static void insert(Handle handle, Row row) {
    handle
        .createUpdate(
            """
            insert into api_key_secret (hash, key_id, pepper, hint, created_at)
            values (:hash, :key, :pepper, :hint, :created)
            """)
        .bind("hash", row.hash())
        .bind("key", row.keyId())
        .bind("pepper", row.pepper())
        .bind("hint", row.hint())
        .bind("created", KeyRows.time(row.createdAt()))
        .execute();
  }

  /** The secrets that a key has so far end at {@code end}, unless they end before. */
  static void endAll(Handle handle, String keyId, Instant end) {
    handle
        .createUpdate(
            """
            update api_key_secret set valid_until = :end
            where key_id = :key and (valid_until is null or valid_until > :end)
            """)
        .bind("end", KeyRows.time(end))
        .bind("key", keyId)
        .execute();
  }

  /** All secrets of a key, the newest first. */
  static List<Row> of(Handle handle, String keyId) {
    return handle
        .createQuery(
            """
            select * from api_key_secret where key_id = :key order by created_at desc, hash
            """)
        .bind("key", keyId)
        .map((row, context) -> {
          Instant created = KeyRows.instant(row, "created_at");
          return new Row(
              row.getString("hash"),
              row.getString("key_id"),
              row.getString("pepper"),
              row.getString("hint"),
              created == null ? Instant.EPOCH : created,
              KeyRows.instant(row, "valid_until"));
        })
        .list();
  }
}
