package dev.localllm.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Rows of {@code audit_event}. Only ever added. */
final class AuditTable {
  private static final String INSERT =
      """
      insert into audit_event (chain, position, at, action, outcome, actor, address, request_id,
        subject, detail, previous_hash, hash)
      values (:chain, :position, :at, :action, :outcome, :actor, :address, :requestId,
        :subject, :detail, :previousHash, :hash)
      """;

  private static final String KEPT =
      """
      select position, hash from audit_event
      where chain = :chain and position between :first and :last
      """;

  static final RowMapper<AuditRow> ROW = AuditTable::row;

  private AuditTable() {}

  /**
   * Adds those of the rows that are not there yet.
   *
   * @param rows of one chain, by their positions
   * @return those whose place another row has taken
   */
  static List<AuditRow> add(Handle handle, List<AuditRow> rows) {
    Map<Long, String> kept = kept(handle, rows);
    insert(handle, rows.stream().filter(row -> !kept.containsKey(row.position())).toList());
    return rows.stream()
        .filter(row -> !kept.getOrDefault(row.position(), row.hash()).equals(row.hash()))
        .toList();
  }

  /** Adds rows none of which is there yet. */
  static void insert(Handle handle, List<AuditRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(INSERT);
    rows.forEach(row -> bind(batch, row).add());
    batch.execute();
  }

  /**
   * A time in a form that both databases keep exactly, whatever zone the process is in and whether
   * its clocks are just put back.
   */
  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Map<Long, String> kept(Handle handle, List<AuditRow> rows) {
    Map<Long, String> kept = new HashMap<>();
    handle
        .createQuery(KEPT)
        .bind("chain", rows.getFirst().chain())
        .bind("first", rows.getFirst().position())
        .bind("last", rows.getLast().position())
        .map((row, context) -> Map.entry(row.getLong("position"), row.getString("hash")))
        .forEach(each -> kept.put(each.getKey(), each.getValue()));
    return kept;
  }

  private static PreparedBatch bind(PreparedBatch batch, AuditRow row) {
    return batch
        .bind("chain", row.chain())
        .bind("position", row.position())
        .bindBySqlType("at", time(row.at()), Types.TIMESTAMP_WITH_TIMEZONE)
        .bind("action", row.action())
        .bind("outcome", row.outcome())
        .bind("actor", row.actor())
        .bind("address", row.address())
        .bind("requestId", row.requestId())
        .bind("subject", row.subject())
        .bind("detail", row.detail())
        .bind("previousHash", row.previousHash())
        .bind("hash", row.hash());
  }

  private static AuditRow row(ResultSet row, @Nullable StatementContext context)
      throws SQLException {
    return new AuditRow(
        row.getString("chain"),
        row.getLong("position"),
        Objects.requireNonNull(row.getObject("at", OffsetDateTime.class)).toInstant(),
        row.getString("action"),
        row.getString("outcome"),
        row.getString("actor"),
        row.getString("address"),
        row.getString("request_id"),
        row.getString("subject"),
        row.getString("detail"),
        row.getString("previous_hash"),
        row.getString("hash"));
  }
}
