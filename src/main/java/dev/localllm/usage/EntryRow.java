package dev.localllm.usage;

import dev.localllm.usage.UsageEntry.Account;
import dev.localllm.usage.UsageEntry.Call;
import dev.localllm.usage.UsageEntry.Ending;
import dev.localllm.usage.UsageEntry.Times;
import java.sql.SQLException;
import java.time.Duration;

/** An entry as a row of {@code usage_entry}. */
final class EntryRow {

  /** The columns, in the order in which they are filled. */
  static final String COLUMNS =
      """
      id, request_id, ended_at, key_id, key_name, owner, team,
      dialect, operation, streamed, requested_model, routed_model, reported_model, backend,
      prompt_tokens, cached_tokens, completion_tokens, tokens_estimated,
      queue_ms, load_ms, first_byte_ms, total_ms, status, outcome, cancelled_by, cost, replica
      """;

  /** How many they are. */
  static final int COUNT = COLUMNS.split(",").length;

  private EntryRow() {}

  /** Fills in a row. */
  static void fill(UsageEntry entry, Cells row) throws SQLException {
    row.text(entry.id());
    row.text(entry.requestId());
    row.time(entry.endedAt());
    fill(entry.account(), row);
    fill(entry.call(), row);
    row.number(entry.usage().promptTokens());
    row.number(entry.usage().cachedTokens());
    row.number(entry.usage().completionTokens());
    row.truth(entry.tokensEstimated());
    fill(entry.times(), row);
    fill(entry.ending(), row);
    row.amount(entry.cost());
    row.text(entry.replica());
  }

  private static void fill(Account account, Cells row) throws SQLException {
    row.text(account.keyId());
    row.text(account.keyName());
    row.text(account.owner());
    row.text(account.team());
  }

  private static void fill(Call call, Cells row) throws SQLException {
    row.text(call.dialect());
    row.text(call.operation());
    row.truth(call.streamed());
    row.text(call.requestedModel());
    row.text(call.routedModel());
    row.text(call.reportedModel());
    row.text(call.backend());
  }

  private static void fill(Times times, Cells row) throws SQLException {
    row.number(times.queued().toMillis());
    row.number(times.load().map(Duration::toMillis).orElse(null));
    row.number(times.firstByte().map(Duration::toMillis).orElse(null));
    row.number(times.total().toMillis());
  }

  private static void fill(Ending ending, Cells row) throws SQLException {
    row.number(ending.status());
    row.text(ending.outcome().name());
    row.text(ending.cancelledBy());
  }
}
