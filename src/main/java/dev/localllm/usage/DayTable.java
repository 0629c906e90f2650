package dev.localllm.usage;

import dev.localllm.usage.UsageEntry.Outcome;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Table {@code usage_day}: sums that grow with each entry. */
final class DayTable {

  private static final String WHERE =
      """
      where on_date = :day and key_id = :keyId and owner = :owner and team = :team
        and model = :model and backend = :backend and dialect = :dialect
      """;

  private static final String UPDATE =
      """
      update usage_day set
        key_name = :keyName, requests = requests + :requests, failures = failures + :failures,
        cancelled = cancelled + :cancelled, prompt_tokens = prompt_tokens + :promptTokens,
        cached_tokens = cached_tokens + :cachedTokens,
        completion_tokens = completion_tokens + :completionTokens,
        cost = cost + :cost, total_ms = total_ms + :totalMs
      """
          + WHERE;

  private static final String INSERT =
      """
      insert into usage_day (
        on_date, key_id, key_name, owner, team, model, backend, dialect,
        requests, failures, cancelled, prompt_tokens, cached_tokens, completion_tokens, cost,
        total_ms)
      values (
        :day, :keyId, :keyName, :owner, :team, :model, :backend, :dialect,
        :requests, :failures, :cancelled, :promptTokens, :cachedTokens, :completionTokens, :cost,
        :totalMs)
      """;

  private DayTable() {}

  /**
   * Adds entries to the sums of their days. When another process begins the same sum at the same
   * time, this fails as a {@link Refusal#CONFLICT}.
   */
  static void add(Handle handle, List<UsageEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    // in one order everywhere: two processes must not wait for each other's rows
    Map<Group, Sum> sums = new TreeMap<>(Group.ORDER);
    entries.forEach(entry -> sums.merge(Group.of(entry), Sum.of(entry), Sum::plus));
    int[] updated = execute(handle, UPDATE, sums.entrySet());
    List<Map.Entry<Group, Sum>> fresh = new ArrayList<>();
    int i = 0;
    for (Map.Entry<Group, Sum> sum : sums.entrySet()) {
      if (updated[i++] == 0) {
        fresh.add(sum);
      }
    }
    if (!fresh.isEmpty()) {
      execute(handle, INSERT, fresh);
    }
  }

  private static int[] execute(Handle handle, String sql, Collection<Map.Entry<Group, Sum>> sums) {
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (Map.Entry<Group, Sum> sum : sums) {
        bind(sum.getKey(), batch);
        bind(sum.getValue(), batch);
        batch.add();
      }
      return batch.execute();
    }
  }

  private static void bind(Group group, PreparedBatch row) {
    row.bind("day", group.day())
        .bind("keyId", group.keyId())
        .bind("owner", group.owner())
        .bind("team", group.team())
        .bind("model", group.model())
        .bind("backend", group.backend())
        .bind("dialect", group.dialect());
  }

  private static void bind(Sum sum, PreparedBatch row) {
    row.bind("keyName", sum.keyName())
        .bind("requests", sum.requests())
        .bind("failures", sum.failures())
        .bind("cancelled", sum.cancelled())
        .bind("promptTokens", sum.promptTokens())
        .bind("cachedTokens", sum.cachedTokens())
        .bind("completionTokens", sum.completionTokens())
        .bind("cost", sum.cost())
        .bind("totalMs", sum.totalMs());
  }

  /** What sums are kept for; no model or backend is an empty text. */
  record Group(
      LocalDate day,
      String keyId,
      String owner,
      String team,
      String model,
      String backend,
      String dialect) {

    static final Comparator<Group> ORDER =
        Comparator.comparing(Group::day)
            .thenComparing(Group::keyId)
            .thenComparing(Group::owner)
            .thenComparing(Group::team)
            .thenComparing(Group::model)
            .thenComparing(Group::backend)
            .thenComparing(Group::dialect);

    static Group of(UsageEntry entry) {
      return new Group(
          entry.day(),
          entry.account().keyId(),
          entry.account().owner(),
          entry.account().team(),
          entry.call().routedModel().orElse(""),
          entry.call().backend().orElse(""),
          entry.call().dialect());
    }
  }

  /** What is summed up; of the names, the latest. */
  record Sum(
      String keyName,
      long requests,
      long failures,
      long cancelled,
      long promptTokens,
      long cachedTokens,
      long completionTokens,
      BigDecimal cost,
      long totalMs) {

    static Sum of(UsageEntry entry) {
      return new Sum(
          entry.account().keyName(),
          1,
          entry.ending().outcome() == Outcome.FAILED ? 1 : 0,
          entry.ending().outcome() == Outcome.CANCELLED ? 1 : 0,
          entry.usage().promptTokens(),
          entry.usage().cachedTokens(),
          entry.usage().completionTokens(),
          entry.cost(),
          entry.times().total().toMillis());
    }

    Sum plus(Sum later) {
      return new Sum(
          later.keyName,
          requests + later.requests,
          failures + later.failures,
          cancelled + later.cancelled,
          promptTokens + later.promptTokens,
          cachedTokens + later.cachedTokens,
          completionTokens + later.completionTokens,
          cost.add(later.cost),
          totalMs + later.totalMs);
    }
  }
}
