package dev.localllm.usage;

import static dev.localllm.usage.Bookkeeping.summed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import dev.localllm.usage.UsageEntry.Account;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageReportsTest {

  private static final Days ALWAYS =
      new Days(LocalDate.parse("2020-01-01"), LocalDate.parse("2029-12-31"));

  private final TestClock clock = new TestClock("2026-12-01T00:30:00Z");

  @ParameterizedTest
  @EnumSource
  void pagesThroughEntriesOfOneMillisecond(Stores store) {
    try (Database database = store.open()) {
      List<UsageEntry> entries = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        entries.add(Entries.entry("%03d".formatted(i), clock.instant().plusMillis(i / 10)));
      }
      EntryTable.add(database, entries);
      var reports = new UsageReports(database, clock);
      List<UsageEntry> found = new ArrayList<>();
      Optional<EntryCursor> after = Optional.empty();
      do {
        EntryPage page = reports.entries(new EntryQuery(ALWAYS, UsageFilter.ALL, 7, after));
        found.addAll(page.entries());
        after = page.next().map(cursor -> EntryCursor.parse(cursor.toString()));
      } while (after.isPresent());
      assertThat(found).containsExactlyElementsOf(entries.reversed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void knowsWhatTheMonthCostSoFar(Stores store) {
    try (Database database = store.open()) {
      EntryTable.add(
          database,
          List.of(
              Entries.priced("1", Instant.parse("2026-11-30T23:59:59.999Z"), BigDecimal.TEN),
              Entries.priced("2", Instant.parse("2026-12-01T00:00:00Z"), BigDecimal.ONE),
              Entries.priced("3", Instant.parse("2026-12-31T23:59:59.999Z"), BigDecimal.TWO),
              Entries.priced("4", Instant.parse("2027-01-01T00:00:00Z"), BigDecimal.TEN),
              Samples.bare("5", clock.instant())));
      assertThat(new UsageReports(database, clock).spentThisMonth())
          .isEqualTo(Map.of("key1", new BigDecimal("3.000000000")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void noFilterIsSql(Stores store) {
    try (Database database = store.open()) {
      EntryTable.add(database, List.of(Entries.entry("1", clock.instant())));
      var reports = new UsageReports(database, clock);
      for (String evil : List.of("' or '1'='1", "\u0000", "\uD800", "key1'; --", ":keyId")) {
        Optional<String> text = Optional.of(evil);
        var filter = new UsageFilter(text, text, text, text, text);
        var query = new UsageQuery(ALWAYS, filter, EnumSet.allOf(Dimension.class), 10, 0);
        assertThat(reports.sums(query)).isEmpty();
        assertThat(reports.entries(new EntryQuery(ALWAYS, filter, 10, Optional.empty())).entries())
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoReplicasAddToTheSameSums(Stores store) throws Exception {
    try (Database one = store.open();
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> replicas = new ArrayList<>();
      for (int replica = 0; replica < 4; replica++) {
        String name = "r" + replica;
        replicas.add(
            threads.submit(() -> {
              for (int i = 0; i < 50; i++) {
                addUntilItSucceeds(one, mixed(name, i));
              }
            }));
      }
      for (Future<?> replica : replicas) {
        replica.get();
      }
      assertThat(Bookkeeping.rows(one)).isEqualTo(4 * 50 * 5);
      assertThat(summed(one)).isEqualTo(4 * 50 * 5);
      Map<String, Long> byKey = new HashMap<>();
      new UsageReports(one, clock)
          .sums(new UsageQuery(ALWAYS, UsageFilter.ALL, Set.of(Dimension.KEY), 1000, 0))
          .forEach(sum -> byKey.put(sum.group().get(Dimension.KEY), sum.requests()));
      assertThat(byKey.values()).hasSize(50).allMatch(count -> count == 20);
    }
  }

  @Test
  void questionsHaveBounds() {
    LocalDate day = LocalDate.parse("2026-11-21");
    assertThatThrownBy(() -> new Days(day, day.minusDays(1)))
        .hasMessage("the first day, 2026-11-21, is after the last, 2026-11-20");
    assertThatThrownBy(() -> new Days(day, day.plusYears(11)))
        .hasMessage("more than ten years from 2026-11-21 to 2037-11-21");
    assertThatThrownBy(() -> new EntryQuery(ALWAYS, UsageFilter.ALL, 0, Optional.empty()))
        .hasMessage("the limit must be from 1 to 1000, not 0");
    assertThatThrownBy(() -> new UsageQuery(ALWAYS, UsageFilter.ALL, Set.of(), 1001, 0))
        .hasMessage("the limit must be from 1 to 1000, not 1001");
    assertThatThrownBy(() -> new UsageQuery(ALWAYS, UsageFilter.ALL, Set.of(), 1, -1))
        .hasMessage("the offset must be from 0 to 1000000, not -1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1", "-1-a", "99999999999999999999-a", "1-"})
  void aMadeUpCursorIsRefused(String text) {
    assertThatThrownBy(() -> EntryCursor.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this is not a cursor that an earlier page gave");
  }

  /** Five keys of fifty, so that replicas begin the same sums, in different orders. */
  private List<UsageEntry> mixed(String replica, int i) {
    List<UsageEntry> entries = new ArrayList<>();
    for (int k = 0; k < 5; k++) {
      String key = "k" + (i * 5 + k) % 50;
      UsageEntry plain = Entries.entry(replica + "-" + i + "-" + k, clock.instant());
      entries.add(
          new UsageEntry(
              plain.id(),
              plain.requestId(),
              plain.endedAt(),
              new Account(key, key, "", ""),
              plain.call(),
              plain.usage(),
              false,
              plain.times(),
              plain.ending(),
              plain.cost(),
              replica));
    }
    return entries.reversed();
  }

  /** As a shipment does. */
  private static void addUntilItSucceeds(Database database, List<UsageEntry> entries) {
    while (true) {
      try {
        EntryTable.add(database, entries);
        return;
      } catch (RuntimeException e) {
        assertThat(Refusal.of(e)).isEqualTo(Refusal.CONFLICT);
      }
    }
  }
}
