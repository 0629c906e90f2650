package dev.localllm.usage;

import static dev.localllm.usage.Bookkeeping.rows;
import static dev.localllm.usage.Bookkeeping.summed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.Storage;
import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SVC-3: from the journal to the database, each entry once. */
class ShipperTest {

  @TempDir Path data;

  private final TestClock clock = new TestClock("2026-11-21T12:00:00.123Z");

  @ParameterizedTest
  @EnumSource
  void shipsInBatchesAndTidiesUp(Stores store) throws IOException {
    try (Database database = store.open();
        var books = new Bookkeeping(database, data, clock)) {
      books.journal(Entries.some(0, 1234, clock.instant()));
      books.ship();
      assertThat(books.rows()).isEqualTo(1234);
      assertThat(summed(database)).isEqualTo(1234);
      assertThat(books.journal.closed()).isEmpty();
      assertThat(books.journal.bytes()).isZero();
      assertThat(books.counts.written()).isEqualTo(1234);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsEveryColumn(Stores store) throws IOException {
    try (Database database = store.open();
        var books = new Bookkeeping(database, data, clock)) {
      UsageEntry bare = Samples.bare("b", clock.instant());
      UsageEntry full = Samples.full("c", clock.instant());
      books.journal(List.of(bare, full));
      books.ship();
      var day = Samples.today(clock);
      assertThat(
              new UsageReports(database, clock)
                  .entries(new EntryQuery(day, UsageFilter.ALL, 10, Optional.empty()))
                  .entries())
          .containsExactly(full, bare);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsTextsThatSeparateOrEscape(Stores store) throws IOException {
    try (Database database = store.open();
        var books = new Bookkeeping(database, data, clock)) {
      List<UsageEntry> entries = new ArrayList<>();
      for (String text :
          List.of(
              "\\N", "\\.", "a\tb\r\nc\\", "\\t", "", "\b\f\u000B\u007F", "'\";", "ü😀\u2028")) {
        entries.add(Samples.owned("%02d".formatted(entries.size()), clock.instant(), text));
      }
      books.journal(entries);
      books.ship();
      var question = new EntryQuery(Samples.today(clock), UsageFilter.ALL, 10, Optional.empty());
      assertThat(new UsageReports(database, clock).entries(question).entries())
          .containsExactlyElementsOf(entries.reversed());
      assertThat(summed(database)).isEqualTo(entries.size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCrashBetweenCommitAndDeletionDoublesNothing(Stores store) throws IOException {
    try (Database database = store.open();
        var books = new Bookkeeping(database, data, clock)) {
      Path segment = books.journal(Entries.some(0, 700, clock.instant())).getFirst();
      byte[] lines = Files.readAllBytes(segment);
      books.ship();
      Files.write(segment, lines);
      books.journal(Entries.some(650, 100, clock.instant()));
      books.ship();
      assertThat(books.journal.closed()).isEmpty();
      assertThat(books.rows()).isEqualTo(750);
      assertThat(summed(database)).isEqualTo(750);
      assertThat(books.counts.written()).isEqualTo(750);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTornLineIsPassedOver(Stores store) throws IOException {
    try (Database database = store.open()) {
      Path segment = left(database, Entries.some(0, 3, clock.instant()));
      byte[] lines = Files.readAllBytes(segment);
      Files.write(segment, Arrays.copyOf(lines, lines.length - 20));
      try (var books = restarted(database)) {
        books.ship();
        assertThat(books.rows()).isEqualTo(2);
        assertThat(segment).doesNotExist();
        assertThat(books.counts.rejected()).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLineThatIsThereTwiceCountsOnce(Stores store) throws IOException {
    try (Database database = store.open()) {
      Path segment = left(database, Entries.some(0, 30, clock.instant()));
      Files.write(segment, Files.readAllBytes(segment), StandardOpenOption.APPEND);
      try (var books = restarted(database)) {
        books.ship();
        assertThat(books.rows()).isEqualTo(30);
        assertThat(summed(database)).isEqualTo(30);
        assertThat(books.counts.written()).isEqualTo(30);
      }
    }
  }

  @Test
  void filesAreReadOnlyWhenTheDatabaseIsBehind() throws IOException {
    try (Database database = Stores.H2.open();
        var books = new Bookkeeping(database, data, clock)) {
      String unlike = "no entry\n{}\n";
      Files.writeString(books.journal(Entries.some(0, 1200, clock.instant())).getFirst(), unlike);
      books.ship();
      assertThat(books.rows()).isEqualTo(1200);
      books.journal(Entries.some(1200, 10, clock.instant()));
      Path second = books.journal(Entries.some(1210, 10, clock.instant())).getLast();
      Files.writeString(second, unlike, StandardOpenOption.APPEND);
      books.ship();
      assertThat(books.rows()).isEqualTo(1220);
      assertThat(books.counts.rejected()).as("the second one was read").isEqualTo(1);
      Files.writeString(books.journal(Entries.some(1220, 10, clock.instant())).getFirst(), unlike);
      books.ship();
      assertThat(books.rows()).as("it has caught up").isEqualTo(1230);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneBadRowDoesNotHoldUpTheRest(Stores store) throws IOException {
    try (Database database = store.open();
        var books = new Bookkeeping(database, data, clock)) {
      books.journal(withABadOne());
      books.journal(Entries.some(20, 5, clock.instant()));
      books.ship();
      assertThat(books.rows()).isEqualTo(24);
      assertThat(summed(database)).isEqualTo(24);
      assertThat(books.counts.rejected()).isEqualTo(1);
      assertThat(rejected()).singleElement().asString().contains("\"id\":\"bad\"");
      assertThat(books.shipper.awaySince()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void badLinesOfAFileDoNotHoldUpTheRest(Stores store) throws IOException {
    try (Database database = store.open()) {
      Path segment = left(database, withABadOne());
      Files.writeString(segment, "no entry\n{}\n{\"torn\":", StandardOpenOption.APPEND);
      try (var books = restarted(database)) {
        books.ship();
        assertThat(books.rows()).isEqualTo(19);
        assertThat(summed(database)).isEqualTo(19);
        assertThat(books.counts.rejected()).isEqualTo(3);
        assertThat(rejected())
            .hasSize(3)
            .anyMatch(line -> line.contains("\"id\":\"bad\""))
            .contains("no entry", "{}");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void adoptsWhatAnEndedProcessLeft(Stores store) throws IOException {
    try (Database database = store.open();
        var living = new Bookkeeping(database, data, clock)) {
      living.journal(List.of());
      try (var ended = new Bookkeeping(database, data, clock)) {
        ended.journal(Entries.some(0, 10, clock.instant()));
        assertThat(ended.journal.folder()).isEqualTo(data.toAbsolutePath().resolve("ledger/1"));
        living.ship();
        assertThat(rows(database)).as("while it lives").isZero();
      }
      clock.pass(Duration.ofSeconds(61));
      living.ship();
      assertThat(rows(database)).isEqualTo(10);
      assertThat(Segment.in(data.resolve("ledger/1"))).isEmpty();
    }
  }

  @Test
  void waitsLongerAndLongerForTheDatabase() throws IOException {
    Storage nowhere =
        new Storage(
            new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/x", "u", null),
            1,
            Duration.ofMillis(250),
            true,
            null,
            data);
    try (Database database = new Database(nowhere);
        var books = new Bookkeeping(database, data, clock)) {
      books.journal(Entries.some(0, 10, clock.instant()));
      List<Long> rests = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        Duration rest = books.ship();
        assertThat(books.ship()).as("too early").isEqualTo(rest);
        rests.add(rest.toSeconds());
        clock.pass(rest);
      }
      assertThat(rests).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
      assertThat(books.shipper.awaySince())
          .hasValueSatisfying(since -> assertThat(since).isEqualTo("2026-11-21T12:00:00.123Z"));
      assertThat(books.journal.waiting()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void deletesOldEntriesAndKeepsTheirSums(Stores store) throws IOException {
    try (Database database = store.open();
        var books = new Bookkeeping(database, data, clock, 1 << 30, 30)) {
      books.journal(Entries.some(0, 5100, clock.instant().minus(Duration.ofDays(31))));
      books.journal(Entries.some(6000, 10, clock.instant().minus(Duration.ofDays(29))));
      books.ship();
      assertThat(books.rows()).as("not right after the start").isEqualTo(5110);
      clock.pass(Duration.ofMinutes(11));
      assertThat(books.ship()).as("there may be more").isEqualTo(Duration.ZERO);
      assertThat(books.rows()).isEqualTo(109);
      books.ship();
      assertThat(books.rows()).isEqualTo(10);
      // one that comes after all the others of its day are gone
      books.journal(Entries.some(7000, 1, clock.instant().minus(Duration.ofDays(31))));
      books.ship();
      assertThat(summed(database)).isEqualTo(5111);
    }
  }

  /** A segment that an ended process left. */
  private Path left(Database database, List<UsageEntry> entries) throws IOException {
    try (var ended = new Bookkeeping(database, data, clock)) {
      return ended.journal(entries).getFirst();
    }
  }

  /** The process that takes over what was left. */
  private Bookkeeping restarted(Database database) {
    var books = new Bookkeeping(database, data, clock);
    books.writer.step();
    return books;
  }

  private List<UsageEntry> withABadOne() {
    List<UsageEntry> entries = new ArrayList<>(Entries.some(0, 20, clock.instant()));
    entries.set(7, Entries.priced("bad", clock.instant(), new BigDecimal("1e12")));
    return entries;
  }

  private List<String> rejected() throws IOException {
    return Files.readAllLines(data.resolve("ledger/0/rejected.ndjson"));
  }
}
