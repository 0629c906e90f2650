package dev.localllm.usage;

import dev.localllm.usage.UsageEntry.Account;
import dev.localllm.usage.UsageEntry.Call;
import dev.localllm.usage.UsageEntry.Ending;
import dev.localllm.usage.UsageEntry.Times;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * An entry as the parameters of a statement. Plain JDBC: by name, JDBI takes more than twice the
 * time of the driver and the socket together, for every request that the gateway serves.
 */
final class EntryRow {

  /** The columns of {@code usage_entry}, in the order in which they are filled. */
  static final String COLUMNS =
      """
      id, request_id, ended_at, key_id, key_name, owner, team,
      dialect, operation, streamed, requested_model, routed_model, reported_model, backend,
      prompt_tokens, cached_tokens, completion_tokens, tokens_estimated,
      queue_ms, load_ms, first_byte_ms, total_ms, status, outcome, cancelled_by, cost, replica
      """;

  private static final int COUNT = COLUMNS.split(",").length;

  /** A parameter for each of them. */
  static final String PARAMETERS = "?" + ", ?".repeat(COUNT - 1);

  private final PreparedStatement statement;
  private int filled;

  EntryRow(PreparedStatement statement) {
    this.statement = statement;
  }

  /** Fills in a row. */
  void fill(UsageEntry entry) throws SQLException {
    filled = 0;
    text(entry.id());
    text(entry.requestId());
    time(entry.endedAt());
    fill(entry.account());
    fill(entry.call());
    number(entry.usage().promptTokens());
    number(entry.usage().cachedTokens());
    number(entry.usage().completionTokens());
    truth(entry.tokensEstimated());
    fill(entry.times());
    fill(entry.ending());
    amount(entry.cost());
    text(entry.replica());
  }

  private void text(String value) throws SQLException {
    statement.setString(++filled, value);
  }

  private void fill(Account account) throws SQLException {
    text(account.keyId());
    text(account.keyName());
    text(account.owner());
    text(account.team());
  }

  private void fill(Call call) throws SQLException {
    text(call.dialect());
    text(call.operation());
    truth(call.streamed());
    text(call.requestedModel());
    text(call.routedModel());
    text(call.reportedModel());
    text(call.backend());
  }

  private void fill(Times times) throws SQLException {
    millis(times.queued());
    millis(times.load());
    millis(times.firstByte());
    millis(times.total());
  }

  private void fill(Ending ending) throws SQLException {
    number(ending.status());
    text(ending.outcome().name());
    text(ending.cancelledBy());
  }

  private void text(Optional<String> value) throws SQLException {
    statement.setString(++filled, value.orElse(null));
  }

  private void number(int value) throws SQLException {
    statement.setInt(++filled, value);
  }

  private void amount(BigDecimal value) throws SQLException {
    statement.setBigDecimal(++filled, value);
  }

  private void truth(boolean value) throws SQLException {
    statement.setBoolean(++filled, value);
  }

  private void time(Instant value) throws SQLException {
    statement.setObject(++filled, value.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
  }

  private void millis(Duration value) throws SQLException {
    statement.setLong(++filled, value.toMillis());
  }

  private void millis(Optional<Duration> value) throws SQLException {
    if (value.isPresent()) {
      millis(value.get());
    } else {
      statement.setNull(++filled, Types.BIGINT);
    }
  }
}
