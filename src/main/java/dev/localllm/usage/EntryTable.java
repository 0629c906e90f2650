package dev.localllm.usage;

import dev.localllm.usage.UsageEntry.Account;
import dev.localllm.usage.UsageEntry.Call;
import dev.localllm.usage.UsageEntry.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** Table {@code usage_entry}, and the sums that go with it. */
final class EntryTable {

  private static final String INTO =
      """
      insert into usage_entry (
        id, request_id, ended_at, key_id, key_name, owner, team,
        dialect, operation, streamed, requested_model, routed_model, reported_model, backend,
        prompt_tokens, cached_tokens, completion_tokens, tokens_estimated,
        queue_ms, load_ms, first_byte_ms, total_ms, status, outcome, cancelled_by, cost, replica)
      """;

  private static final String ROW =
      """
        :id, :requestId, :endedAt, :keyId, :keyName, :owner, :team,
        :dialect, :operation, :streamed, :requestedModel, :routedModel, :reportedModel, :backend,
        :promptTokens, :cachedTokens, :completionTokens, :tokensEstimated,
        :queueMs, :loadMs, :firstByteMs, :totalMs, :status, :outcome, :cancelledBy, :cost, :replica
      """;

  /** The driver makes one statement of many of them. */
  private static final String INSERT = INTO + "values (" + ROW + ")";

  /** A statement for each row, since only its count tells whether the row is a new one. */
  private static final String INSERT_NEW =
      INTO + "select" + ROW + "where not exists (select 1 from usage_entry where id = :id)";

  /**
   * Where a batch of the oldest ones ends. H2 needs minutes to delete by such a subquery itself.
   */
  private static final String BATCH_END =
      """
      select ended_at from usage_entry where ended_at < :before
      order by ended_at, id offset :batch rows fetch next 1 row only
      """;

  private static final String DELETE = "delete from usage_entry where ended_at < :before";

  private EntryTable() {}

  /**
   * Stores entries and adds them to the sums of their days, all or nothing; passes over those that
   * are there already.
   *
   * @return how many were new
   */
  static int add(Jdbi jdbi, List<UsageEntry> entries) {
    return jdbi.inTransaction(handle -> {
      int[] counts = insert(handle, INSERT_NEW, entries);
      List<UsageEntry> added = new ArrayList<>(entries.size());
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] > 0) {
          added.add(entries.get(i));
        }
      }
      DayTable.add(handle, added);
      return added.size();
    });
  }

  /**
   * The same for less, but a {@link Refusal#CONFLICT} when one of them is there already.
   *
   * @return how many they are
   */
  static int addFresh(Jdbi jdbi, List<UsageEntry> entries) {
    return jdbi.inTransaction(handle -> {
      insert(handle, INSERT, entries);
      DayTable.add(handle, entries);
      return entries.size();
    });
  }

  /**
   * Deletes about {@code batch} of the oldest entries that ended before {@code before}; their days'
   * sums stay.
   *
   * @return whether there are more
   */
  static boolean delete(Jdbi jdbi, Instant before, int batch) {
    return jdbi.inTransaction(handle -> {
      OffsetDateTime last = before.atOffset(ZoneOffset.UTC);
      Optional<OffsetDateTime> end;
      try (Query query = handle.createQuery(BATCH_END)) {
        end = query.bind("before", last).bind("batch", batch).mapTo(OffsetDateTime.class).findOne();
      }
      try (Update update = handle.createUpdate(DELETE)) {
        // entries of the same millisecond go together
        update.bind("before", end.map(time -> time.plus(Duration.ofMillis(1))).orElse(last));
        update.execute();
      }
      return end.isPresent();
    });
  }

  private static int[] insert(Handle handle, String sql, List<UsageEntry> entries) {
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (UsageEntry entry : entries) {
        bind(entry, batch);
        batch.add();
      }
      return batch.execute();
    }
  }

  private static void bind(UsageEntry entry, PreparedBatch row) {
    row.bind("id", entry.id())
        .bind("requestId", entry.requestId())
        .bind("endedAt", entry.endedAt().atOffset(ZoneOffset.UTC))
        .bind("promptTokens", entry.usage().promptTokens())
        .bind("cachedTokens", entry.usage().cachedTokens())
        .bind("completionTokens", entry.usage().completionTokens())
        .bind("tokensEstimated", entry.tokensEstimated())
        .bind("status", entry.ending().status())
        .bind("outcome", entry.ending().outcome().name())
        .bind("cancelledBy", entry.ending().cancelledBy().orElse(null))
        .bind("cost", entry.cost())
        .bind("replica", entry.replica());
    bind(entry.account(), row);
    bind(entry.call(), row);
    bind(entry.times(), row);
  }

  private static void bind(Account account, PreparedBatch row) {
    row.bind("keyId", account.keyId())
        .bind("keyName", account.keyName())
        .bind("owner", account.owner())
        .bind("team", account.team());
  }

  private static void bind(Call call, PreparedBatch row) {
    row.bind("dialect", call.dialect())
        .bind("operation", call.operation())
        .bind("streamed", call.streamed())
        .bind("requestedModel", call.requestedModel().orElse(null))
        .bind("routedModel", call.routedModel().orElse(null))
        .bind("reportedModel", call.reportedModel().orElse(null))
        .bind("backend", call.backend().orElse(null));
  }

  private static void bind(Times times, PreparedBatch row) {
    row.bind("queueMs", times.queued().toMillis())
        .bind("loadMs", times.load().map(Duration::toMillis).orElse(null))
        .bind("firstByteMs", times.firstByte().map(Duration::toMillis).orElse(null))
        .bind("totalMs", times.total().toMillis());
  }
}
