package dev.localllm.usage;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads table {@code usage_day}. */
final class SumQuery {

  private static final String SUMS =
      """
      sum(requests) as requests, sum(failures) as failures, sum(cancelled) as cancelled,
      sum(prompt_tokens) as prompt_tokens, sum(cached_tokens) as cached_tokens,
      sum(completion_tokens) as completion_tokens, sum(cost) as cost, sum(total_ms) as total_ms,
      max(key_name) as key_name
      """;

  private static final String SPENT =
      """
      select key_id, sum(cost) as cost from usage_day
      where on_date >= :from and on_date < :end and cost > 0
      group by key_id order by cost desc fetch first 100000 rows only
      """;

  private SumQuery() {}

  static List<UsageSum> run(Handle handle, UsageQuery query) {
    Set<Dimension> groupBy = query.groupBy();
    String columns = groupBy.stream().map(Dimension::column).collect(joining(", "));
    var sql = new StringBuilder("select ");
    if (!columns.isEmpty()) {
      sql.append(columns).append(", ");
    }
    sql.append(SUMS).append("from usage_day where on_date between :from and :to");
    Filters.append(query.filter(), "model", "backend", sql);
    if (columns.isEmpty()) {
      // the sum of nothing is no row either
      sql.append(" having count(*) > 0");
    } else {
      sql.append(" group by ").append(columns).append(" order by ").append(columns);
    }
    sql.append(" offset :offset rows fetch next :limit rows only");
    try (Query statement = handle.createQuery(sql.toString())) {
      Filters.bind(query.filter(), statement);
      return statement
          .bind("from", query.days().from())
          .bind("to", query.days().to())
          .bind("offset", query.offset())
          .bind("limit", query.limit())
          .map((row, context) -> sum(row, groupBy))
          .list();
    }
  }

  static Map<String, BigDecimal> spent(Handle handle, LocalDate first) {
    Map<String, BigDecimal> spent = new HashMap<>();
    try (Query statement = handle.createQuery(SPENT)) {
      statement
          .bind("from", first)
          .bind("end", first.plusMonths(1))
          .map((row, context) -> Map.entry(row.getString("key_id"), row.getBigDecimal("cost")))
          .forEach(entry -> spent.put(entry.getKey(), entry.getValue()));
    }
    return spent;
  }

  private static UsageSum sum(ResultSet row, Set<Dimension> groupBy) throws SQLException {
    Map<Dimension, String> group = new EnumMap<>(Dimension.class);
    for (Dimension dimension : groupBy) {
      String column = dimension.column();
      group.put(
          dimension,
          dimension == Dimension.DAY
              ? row.getObject(column, LocalDate.class).toString()
              : row.getString(column));
    }
    return new UsageSum(
        group,
        groupBy.contains(Dimension.KEY) ? Optional.of(row.getString("key_name")) : Optional.empty(),
        row.getLong("requests"),
        row.getLong("failures"),
        row.getLong("cancelled"),
        row.getLong("prompt_tokens"),
        row.getLong("cached_tokens"),
        row.getLong("completion_tokens"),
        row.getBigDecimal("cost"),
        Duration.ofMillis(row.getLong("total_ms")));
  }
}
