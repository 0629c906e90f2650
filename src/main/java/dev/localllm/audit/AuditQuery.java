package dev.localllm.audit;

import dev.localllm.store.Database;
import java.sql.Types;
import java.util.List;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Finds events, page by page, the latest first. Thread-safe; blocks. */
public final class AuditQuery {
  /** How many events a page may have. */
  public static final int LONGEST = 1000;

  private static final String PAGE =
      """
      select chain, position, at, action, outcome, actor, address, request_id, subject, detail,
        previous_hash, hash
      from audit_event
      where at >= :from and at < :until
        and (:action = '' or action = :action)
        and (:actor = '' or actor = :actor)
        and (:subject = '' or subject = :subject)
        and (at < :at or (at = :at
          and (chain > :chain or (chain = :chain and position < :position))))
      order by at desc, chain, position desc
      fetch first :limit rows only
      """;

  private final Database database;

  /** Asks that database. */
  public AuditQuery(Database database) {
    this.database = database;
  }

  /**
   * A page of at most {@code limit} events, 1 to {@link #LONGEST}.
   *
   * @param after the cursor of the page before; null for the first page
   */
  public AuditPage page(AuditFilter filter, @Nullable AuditCursor after, int limit) {
    int most = Math.clamp(limit, 1, LONGEST);
    AuditCursor start = after == null ? new AuditCursor(filter.until(), "", 0) : after;
    List<AuditRow> rows =
        database
            .jdbi()
            .withHandle(handle ->
                bind(handle.createQuery(PAGE), filter, start)
                    .bind("limit", most + 1)
                    .map(AuditTable.ROW)
                    .list());
    boolean more = rows.size() > most;
    List<AuditRow> page = more ? rows.subList(0, most) : rows;
    return new AuditPage(page, more ? AuditCursor.at(page.getLast()) : null);
  }

  private static Query bind(Query query, AuditFilter filter, AuditCursor start) {
    return query
        .bindBySqlType("from", AuditTable.time(filter.from()), Types.TIMESTAMP_WITH_TIMEZONE)
        .bindBySqlType("until", AuditTable.time(filter.until()), Types.TIMESTAMP_WITH_TIMEZONE)
        .bindBySqlType("at", AuditTable.time(start.at()), Types.TIMESTAMP_WITH_TIMEZONE)
        .bind("action", filter.action())
        .bind("actor", filter.actor())
        .bind("subject", filter.subject())
        .bind("chain", start.chain())
        .bind("position", start.position());
  }
}
