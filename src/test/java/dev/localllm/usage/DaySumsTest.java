package dev.localllm.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.chat.Usage;
import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import dev.localllm.usage.UsageEntry.Account;
import dev.localllm.usage.UsageEntry.Call;
import dev.localllm.usage.UsageEntry.Ending;
import dev.localllm.usage.UsageEntry.Outcome;
import dev.localllm.usage.UsageEntry.Times;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * SVC-3: sums against adding up by hand, with a database and a process that live in other time
 * zones.
 */
class DaySumsTest {

  private static final Days DAYS =
      new Days(LocalDate.parse("2026-10-24"), LocalDate.parse("2026-12-01"));

  private static final Map<Stores, Database> DATABASES = new EnumMap<>(Stores.class);
  private static final TimeZone ZONE = TimeZone.getDefault();

  @BeforeContainer
  static void open() {
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    for (Stores store : Stores.values()) {
      DATABASES.put(store, store.open());
    }
  }

  @AfterContainer
  static void close() {
    DATABASES.values().forEach(Database::close);
    TimeZone.setDefault(ZONE);
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void areWhatAddingUpGives(
      @ForAll("batches") List<List<UsageEntry>> batches,
      @ForAll Set<Dimension> groupBy,
      @ForAll("filters") UsageFilter filter,
      @ForAll Stores store) {
    Database database = DATABASES.get(store);
    database.jdbi().useHandle(handle -> handle.execute("delete from usage_entry"));
    database.jdbi().useHandle(handle -> handle.execute("delete from usage_day"));
    for (List<UsageEntry> batch : batches) {
      EntryTable.add(database, batch);
      EntryTable.add(database, batch);
    }
    List<UsageEntry> entries = batches.stream().flatMap(List::stream).toList();
    var reports = new UsageReports(database, InstantSource.system());

    assertThat(reports.sums(new UsageQuery(DAYS, filter, groupBy, 1000, 0)))
        .containsExactlyInAnyOrderElementsOf(addedUp(entries, filter, groupBy));
    assertThat(reports.entries(new EntryQuery(DAYS, filter, 1000, Optional.empty())).entries())
        .containsExactlyInAnyOrderElementsOf(
            entries.stream().filter(entry -> fits(entry, filter)).toList());
  }

  private static List<UsageSum> addedUp(
      List<UsageEntry> entries, UsageFilter filter, Set<Dimension> groupBy) {
    Map<Map<Dimension, String>, UsageSum> sums = new HashMap<>();
    for (UsageEntry entry : entries) {
      if (fits(entry, filter)) {
        Map<Dimension, String> group = new EnumMap<>(Dimension.class);
        groupBy.forEach(dimension -> group.put(dimension, value(dimension).apply(entry)));
        sums.merge(group, sum(entry, group), DaySumsTest::plus);
      }
    }
    return List.copyOf(sums.values());
  }

  private static boolean fits(UsageEntry entry, UsageFilter filter) {
    LocalDate day = LocalDate.parse(entry.endedAt().toString().substring(0, 10));
    return !day.isBefore(DAYS.from())
        && !day.isAfter(DAYS.to())
        && filter.keyId().map(value(Dimension.KEY).apply(entry)::equals).orElse(true)
        && filter.owner().map(value(Dimension.OWNER).apply(entry)::equals).orElse(true)
        && filter.team().map(value(Dimension.TEAM).apply(entry)::equals).orElse(true)
        && filter.model().map(value(Dimension.MODEL).apply(entry)::equals).orElse(true)
        && filter.backend().map(value(Dimension.BACKEND).apply(entry)::equals).orElse(true);
  }

  private static Function<UsageEntry, String> value(Dimension dimension) {
    return switch (dimension) {
      case DAY -> entry -> entry.endedAt().toString().substring(0, 10);
      case KEY -> entry -> entry.account().keyId();
      case OWNER -> entry -> entry.account().owner();
      case TEAM -> entry -> entry.account().team();
      case MODEL -> entry -> entry.call().routedModel().orElse("");
      case BACKEND -> entry -> entry.call().backend().orElse("");
      case DIALECT -> entry -> entry.call().dialect();
    };
  }

  private static UsageSum sum(UsageEntry entry, Map<Dimension, String> group) {
    return new UsageSum(
        group,
        Optional.ofNullable(group.get(Dimension.KEY)).map(id -> "name of " + id),
        1,
        entry.ending().outcome() == Outcome.FAILED ? 1 : 0,
        entry.ending().outcome() == Outcome.CANCELLED ? 1 : 0,
        entry.usage().promptTokens(),
        entry.usage().cachedTokens(),
        entry.usage().completionTokens(),
        entry.cost(),
        entry.times().total());
  }

  private static UsageSum plus(UsageSum one, UsageSum other) {
    return new UsageSum(
        one.group(),
        one.keyName(),
        one.requests() + other.requests(),
        one.failures() + other.failures(),
        one.cancelled() + other.cancelled(),
        one.promptTokens() + other.promptTokens(),
        one.cachedTokens() + other.cachedTokens(),
        one.completionTokens() + other.completionTokens(),
        one.cost().add(other.cost()),
        one.total().plus(other.total()));
  }

  @Provide
  Arbitrary<UsageFilter> filters() {
    return Combinators.combine(
            Arbitraries.of("k1", "k2").optional(0.2),
            Arbitraries.of("", "o1").optional(0.2),
            Arbitraries.of("", "t1").optional(0.2),
            Arbitraries.of("", "m1").optional(0.2),
            Arbitraries.of("", "b1").optional(0.2))
        .as(UsageFilter::new);
  }

  @Provide
  Arbitrary<List<List<UsageEntry>>> batches() {
    return entry().list().ofMinSize(1).ofMaxSize(40).list().ofMaxSize(3).map(DaySumsTest::numbered);
  }

  /** Ids that are unique over all batches. */
  private static List<List<UsageEntry>> numbered(List<List<UsageEntry>> batches) {
    return IntStream.range(0, batches.size())
        .mapToObj(b ->
            IntStream.range(0, batches.get(b).size())
                .mapToObj(i -> numbered(b + "-" + i, batches.get(b).get(i)))
                .toList())
        .toList();
  }

  private static UsageEntry numbered(String id, UsageEntry entry) {
    return new UsageEntry(
        id,
        id,
        entry.endedAt(),
        entry.account(),
        entry.call(),
        entry.usage(),
        entry.tokensEstimated(),
        entry.times(),
        entry.ending(),
        entry.cost(),
        "r");
  }

  /** Around days, months and changes of the clock. */
  private static Arbitrary<UsageEntry> entry() {
    Arbitrary<Instant> times =
        Combinators.combine(
                Arbitraries.of(
                    "2026-10-23T23:59:59Z",
                    "2026-10-25T01:00:00Z",
                    "2026-11-01T00:00:00Z",
                    "2026-11-01T06:00:00Z",
                    "2026-11-30T15:00:00Z",
                    "2026-12-01T00:00:00Z",
                    "2026-12-01T23:59:59Z"),
                Arbitraries.longs().between(-7_200_000, 7_200_000))
            .as((text, millis) -> Instant.parse(text).plusMillis(millis));
    Arbitrary<Account> accounts =
        Combinators.combine(
                Arbitraries.of("k1", "k2"), Arbitraries.of("", "o1"), Arbitraries.of("", "t1"))
            .as((key, owner, team) -> new Account(key, "name of " + key, owner, team));
    Arbitrary<Call> calls =
        Combinators.combine(
                Arbitraries.of("ollama", "openai"),
                Arbitraries.of("m1", "m2").optional(),
                Arbitraries.of("b1").optional())
            .as((dialect, model, backend) ->
                new Call(dialect, "chat", true, model, model, Optional.empty(), backend));
    Arbitrary<Integer> tokens = Arbitraries.of(0, 1, 77, Integer.MAX_VALUE);
    Arbitrary<Usage> usages = Combinators.combine(tokens, tokens, tokens).as(Usage::new);
    return Combinators.combine(
            times,
            accounts,
            calls,
            usages,
            Arbitraries.of(Outcome.class),
            Arbitraries.longs().between(0, 999_999_999_999L))
        .as((time, account, call, usage, outcome, number) ->
            new UsageEntry(
                "x",
                "x",
                time,
                account,
                call,
                usage,
                number % 2 == 0,
                new Times(
                    Duration.ZERO, Optional.empty(), Optional.empty(), Duration.ofMillis(number)),
                new Ending(200, outcome, Optional.empty()),
                BigDecimal.valueOf(number, 9),
                "r"));
  }
}
