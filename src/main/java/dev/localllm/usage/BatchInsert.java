package dev.localllm.usage;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inserts rows by a batch of statements, on any database. Plain JDBC: by name, JDBI takes more than
 * twice the time of the driver.
 */
final class BatchInsert implements Cells {
  private static final String INSERT =
      "insert into usage_entry (%s) values (?%s)"
          .formatted(EntryRow.COLUMNS, ", ?".repeat(EntryRow.COUNT - 1));

  private final PreparedStatement statement;
  private int filled;

  private BatchInsert(PreparedStatement statement) {
    this.statement = statement;
  }

  /** Inserts {@code entries}. */
  static void insert(Connection connection, List<UsageEntry> entries) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (UsageEntry entry : entries) {
        EntryRow.fill(entry, new BatchInsert(statement));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  @Override
  public void text(@Nullable String value) throws SQLException {
    statement.setString(++filled, value);
  }

  @Override
  public void number(@Nullable Long value) throws SQLException {
    statement.setObject(++filled, value, Types.BIGINT);
  }

  @Override
  public void amount(BigDecimal value) throws SQLException {
    statement.setBigDecimal(++filled, value);
  }

  @Override
  public void truth(boolean value) throws SQLException {
    statement.setBoolean(++filled, value);
  }

  @Override
  public void time(Instant value) throws SQLException {
    statement.setObject(++filled, value.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
  }
}
