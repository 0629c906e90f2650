package dev.localllm.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.background.BackgroundTasks;
import dev.localllm.chat.Usage;
import dev.localllm.settings.UsageKeeping;
import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import dev.localllm.usage.Ledger;
import dev.localllm.usage.UsageEntry;
import dev.localllm.usage.UsageEntry.Account;
import dev.localllm.usage.UsageEntry.Call;
import dev.localllm.usage.UsageEntry.Ending;
import dev.localllm.usage.UsageEntry.Outcome;
import dev.localllm.usage.UsageReports;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** SVC-3: the ledger by the admin API. */
class UsageTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final AtomicLong IDS = new AtomicLong();

  @ParameterizedTest
  @EnumSource
  void sumsByTeamAndDay(Stores store, @TempDir Path folder) {
    try (Database database = filled(store, folder)) {
      var sums = new UsageSums(new UsageReports(database, () -> NOON), () -> NOON);
      ObjectNode all = json(sums.page(Map.of()));
      assertThat(all.get("from").stringValue()).isEqualTo("2026-10-23");
      assertThat(all.get("to").stringValue()).isEqualTo("2026-11-21");
      assertThat(all.get("items").toString())
          .isEqualTo(
              "[{\"requests\":3,\"failures\":1,\"cancelled\":0,\"prompt_tokens\":30,"
                  + "\"cached_tokens\":6,\"completion_tokens\":15,\"cost\":\"0.000000003\","
                  + "\"total_ms\":300}]");
      ObjectNode first =
          json(sums.page(Map.of("group_by", List.of("team,day"), "limit", List.of("1"))));
      assertThat(first.at("/items/0").propertyNames()).startsWith("day", "team", "requests");
      assertThat(first.at("/items/0/day").stringValue()).isEqualTo("2026-11-20");
      ObjectNode second =
          json(
              sums.page(
                  Map.of(
                      "group_by", List.of("team,day"),
                      "limit", List.of("1"),
                      "after", List.of(first.get("next").stringValue()))));
      assertThat(second.at("/items/0/day").stringValue()).isEqualTo("2026-11-21");
      assertThat(second.get("next").isNull()).isTrue();
      assertThat(requests(sums, "team", "")).isEqualTo(1);
      assertThat(requests(sums, "team", "engines")).isEqualTo(2);
      assertThat(requests(sums, "key", "key_1")).isEqualTo(3);
      assertThat(requests(sums, "owner", "' or 1=1 --")).isZero();
      assertThat(requests(sums, "to", "2026-11-20")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTableThatNoSpreadsheetRuns(Stores store, @TempDir Path folder) {
    try (Database database = filled(store, folder)) {
      var sums = new UsageSums(new UsageReports(database, () -> NOON), () -> NOON);
      assertThat(sums.table(Map.of("group_by", List.of("key"), "format", List.of("csv"))))
          .isEqualTo(
              "key,key_name,requests,failures,cancelled,prompt_tokens,cached_tokens,"
                  + "completion_tokens,cost,total_ms\r\n"
                  + "key_1,\"'=cmd()\",3,1,0,30,6,15,0.000000003,300\r\n");
      assertThat(sums.table(Map.of("team", List.of("none"), "group_by", List.of("model"))))
          .isEqualTo(
              "model,requests,failures,cancelled,prompt_tokens,cached_tokens,completion_tokens,"
                  + "cost,total_ms\r\n");
      assertThat(Refusals.fields(() -> sums.table(Map.of("limit", List.of("1")))))
          .containsExactly("limit");
    }
  }

  @ParameterizedTest
  @EnumSource
  void entriesTheLatestFirst(Stores store, @TempDir Path folder) {
    try (Database database = filled(store, folder)) {
      var entries = new UsageEntries(new UsageReports(database, () -> NOON), () -> NOON);
      ObjectNode first = json(entries.page(Map.of("limit", List.of("2"))));
      assertThat(first.at("/items/0/ended_at").stringValue()).isEqualTo("2026-11-21T12:00:00Z");
      assertThat(first.at("/items/0/outcome").stringValue()).isEqualTo("failed");
      assertThat(first.at("/items/0/routed_model").isNull()).isTrue();
      assertThat(first.at("/items/0/cost").stringValue()).isEqualTo("0.000000001");
      assertThat(first.at("/items/0/first_byte_ms").intValue()).isEqualTo(20);
      ObjectNode second =
          json(
              entries.page(
                  Map.of(
                      "limit", List.of("2"), "after", List.of(first.get("next").stringValue()))));
      assertThat(second.get("items")).hasSize(1);
      assertThat(second.at("/items/0/outcome").stringValue()).isEqualTo("completed");
      assertThat(second.get("next").isNull()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from     | 2026-11-22",
        "from     | 2016-11-20",
        "from     | yesterday",
        "to       | 2026-02-30",
        "to       | 2026-11-21T00:00:00Z",
        "group_by | day,day",
        "group_by | hour",
        "group_by | ''",
        "group_by | day,",
        "format   | xml",
        "limit    | 501",
        "after    | x",
        "days     | 7"
      })
  void everyWrongParameterIsNamed(String name, String value) {
    try (Database database = Stores.H2.open()) {
      var sums = new UsageSums(new UsageReports(database, () -> NOON), () -> NOON);
      assertThat(Refusals.fields(() -> sums.page(Map.of(name, List.of(value)))))
          .containsExactly(name);
    }
  }

  @Test
  void aCursorOfSumsIsNoneOfEntries() {
    try (Database database = Stores.H2.open()) {
      var reports = new UsageReports(database, () -> NOON);
      var entries = new UsageEntries(reports, () -> NOON);
      for (String cursor :
          List.of(Cursor.of("usage", "1"), Cursor.of("entries", "x"), Cursor.of("entries", ""))) {
        assertThat(Refusals.fields(() -> entries.page(Map.of("after", List.of(cursor)))))
            .containsExactly("after");
      }
    }
  }

  private static long requests(UsageSums sums, String name, String value) {
    return json(sums.page(Map.of(name, List.of(value))))
        .get("items")
        .valueStream()
        .mapToLong(item -> item.get("requests").longValue())
        .sum();
  }

  private static Database filled(Stores store, Path folder) {
    Database database = store.open();
    var keeping = new UsageKeeping(true, Duration.ofMillis(100), 400, 1 << 20, List.of());
    try (var ledger =
        new Ledger(
            database,
            folder,
            keeping,
            BackgroundTasks.withoutContainer(),
            () -> NOON,
            IDS::incrementAndGet)) {
      ledger.start();
      ledger.record(entry(ledger, NOON.minus(Duration.ofDays(1)), "engines", Outcome.COMPLETED));
      ledger.record(entry(ledger, NOON.minus(Duration.ofHours(13)), "engines", Outcome.COMPLETED));
      ledger.record(entry(ledger, NOON, "", Outcome.FAILED));
    }
    return database;
  }

  private static UsageEntry entry(Ledger ledger, Instant end, String team, Outcome outcome) {
    Optional<String> model = Optional.of("llama").filter(it -> outcome == Outcome.COMPLETED);
    return new UsageEntry(
        ledger.nextId(),
        "req_1",
        end,
        new Account("key_1", "=cmd()", "ada", team),
        new Call("openai", "chat", true, Optional.of("llama"), model, model, model),
        new Usage(10, 2, 5),
        false,
        new UsageEntry.Times(
            Duration.ZERO,
            Optional.empty(),
            Optional.of(Duration.ofMillis(20)),
            Duration.ofMillis(100)),
        new Ending(200, outcome, Optional.empty()),
        new BigDecimal("0.000000001"),
        "test");
  }

  private static ObjectNode json(Reply reply) {
    return reply.body().orElseThrow();
  }
}
