package dev.localllm.usage;

import dev.localllm.chat.Usage;
import dev.localllm.usage.UsageEntry.Account;
import dev.localllm.usage.UsageEntry.Call;
import dev.localllm.usage.UsageEntry.Ending;
import dev.localllm.usage.UsageEntry.Outcome;
import dev.localllm.usage.UsageEntry.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads table {@code usage_entry}. */
final class EntrySelect {

  private EntrySelect() {}

  static EntryPage run(Handle handle, EntryQuery query) {
    var sql =
        new StringBuilder("select * from usage_entry where ended_at >= :from and ended_at < :end");
    Filters.append(query.filter(), "coalesce(routed_model, '')", "coalesce(backend, '')", sql);
    query.after().ifPresent(after -> sql.append(" and (ended_at, id) < (:afterTime, :afterId)"));
    sql.append(" order by ended_at desc, id desc fetch first :limit rows only");
    List<UsageEntry> found;
    try (Query statement = handle.createQuery(sql.toString())) {
      Filters.bind(query.filter(), statement);
      query
          .after()
          .ifPresent(after ->
              statement
                  .bind("afterTime", after.endedAt().atOffset(ZoneOffset.UTC))
                  .bind("afterId", after.id()));
      found =
          statement
              .bind("from", midnight(query.days().from()))
              .bind("end", midnight(query.days().to().plusDays(1)))
              // one more tells whether there is another page
              .bind("limit", query.limit() + 1)
              .map((row, context) -> entry(row))
              .list();
    }
    if (found.size() <= query.limit()) {
      return new EntryPage(found, Optional.empty());
    }
    UsageEntry last = found.get(query.limit() - 1);
    return new EntryPage(
        found.subList(0, query.limit()), Optional.of(new EntryCursor(last.endedAt(), last.id())));
  }

  private static OffsetDateTime midnight(LocalDate day) {
    return day.atStartOfDay().atOffset(ZoneOffset.UTC);
  }

  private static UsageEntry entry(ResultSet row) throws SQLException {
    return new UsageEntry(
        row.getString("id"),
        row.getString("request_id"),
        row.getObject("ended_at", OffsetDateTime.class).toInstant(),
        new Account(
            row.getString("key_id"),
            row.getString("key_name"),
            row.getString("owner"),
            row.getString("team")),
        call(row),
        new Usage(
            row.getInt("prompt_tokens"),
            row.getInt("cached_tokens"),
            row.getInt("completion_tokens")),
        row.getBoolean("tokens_estimated"),
        times(row),
        new Ending(
            row.getInt("status"),
            Outcome.valueOf(row.getString("outcome")),
            optional(row, "cancelled_by")),
        row.getBigDecimal("cost"),
        row.getString("replica"));
  }

  private static Call call(ResultSet row) throws SQLException {
    return new Call(
        row.getString("dialect"),
        row.getString("operation"),
        row.getBoolean("streamed"),
        optional(row, "requested_model"),
        optional(row, "routed_model"),
        optional(row, "reported_model"),
        optional(row, "backend"));
  }

  private static Times times(ResultSet row) throws SQLException {
    return new Times(
        Duration.ofMillis(row.getLong("queue_ms")),
        time(row, "load_ms"),
        time(row, "first_byte_ms"),
        Duration.ofMillis(row.getLong("total_ms")));
  }

  private static Optional<String> optional(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Duration> time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }
}
