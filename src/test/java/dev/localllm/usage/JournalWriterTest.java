package dev.localllm.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.Storage;
import dev.localllm.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** SVC-3: from the buffer to the journal; no database is touched. */
class JournalWriterTest {

  @TempDir Path data;

  private final TestClock clock = new TestClock("2026-11-21T12:00:00Z");

  @Test
  void oneSegmentAtATimeWhileNothingIsShipped() throws IOException {
    try (var books = books(1 << 30)) {
      offer(books, 0, 10);
      assertThat(books.writer.step()).isTrue();
      assertThat(books.journal.closed()).hasSize(1);
      offer(books, 10, 10);
      books.writer.step();
      offer(books, 20, 10);
      books.writer.step();
      assertThat(books.journal.closed()).as("the next one stays open").hasSize(1);
      assertThat(lines(Segment.in(books.journal.folder()))).hasSize(30);
      books.journal.delete(books.journal.closed().getFirst());
      books.writer.step();
      assertThat(books.journal.closed()).as("its turn has come").hasSize(1);
      assertThat(lines(books.journal.closed())).hasSize(20);
    }
  }

  @Test
  void segmentsStaySmall() throws IOException {
    try (var books = books(1 << 30)) {
      offer(books, 0, 5000);
      books.writer.step();
      List<Path> closed = books.journal.closed();
      assertThat(closed).hasSize(2);
      for (Path segment : closed) {
        assertThat(Files.size(segment)).isLessThan(Journal.SEGMENT_BYTES + 10_000);
      }
      assertThat(lines(Segment.in(books.journal.folder()))).hasSize(5000);
    }
  }

  @Test
  void aFullJournalLosesTheNewest() throws IOException {
    try (var books = books(1 << 20)) {
      for (int i = 0; i < 30; i++) {
        offer(books, i * 100, 100);
        books.writer.step();
      }
      List<String> kept = lines(Segment.in(books.journal.folder()));
      assertThat(kept.size() + books.counts.lost()).isEqualTo(3000);
      assertThat(books.counts.lost()).isGreaterThan(100);
      assertThat(kept.getFirst()).contains("00000000");
      assertThat(books.journal.bytes()).isLessThanOrEqualTo(1 << 20);
      for (Path segment : books.journal.closed()) {
        books.journal.delete(segment);
      }
      books.writer.step();
      for (Path segment : books.journal.closed()) {
        books.journal.delete(segment);
      }
      assertThat(books.journal.bytes()).isZero();
      offer(books, 9000, 1);
      books.writer.step();
      assertThat(lines(books.journal.closed())).hasSize(1);
    }
  }

  @Test
  void aFullBufferLosesTheNewest() {
    var buffer = new EntryBuffer(3);
    assertThat(Entries.some(0, 5, clock.instant()).stream().map(buffer::offer))
        .containsExactly(true, true, true, false, false);
    assertThat(buffer.size()).isEqualTo(3);
    assertThat(buffer.poll()).hasValueSatisfying(entry -> assertThat(entry.id()).endsWith("0"));
    assertThat(buffer.size()).as("until it is on the disk").isEqualTo(3);
    assertThat(buffer.offer(Entries.entry("x", clock.instant()))).isFalse();
    buffer.release(1);
    assertThat(buffer.offer(Entries.entry("x", clock.instant()))).isTrue();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsTriedAgain() throws IOException {
    try (var books = books(1 << 30)) {
      books.writer.step();
      Path folder = books.journal.folder();
      for (int i = 1; i <= 3; i++) {
        Files.createSymbolicLink(folder.resolve("%012d.ndjson".formatted(i)), Path.of("/dev/full"));
      }
      offer(books, 0, 10);
      for (int i = 1; i <= 3; i++) {
        books.writer.step();
        assertThat(books.writer.awaySince()).hasValue(clock.instant().minusSeconds(i - 1L));
        assertThat(books.buffer.size()).as("what is not on the disk").isEqualTo(10);
        clock.pass(Duration.ofSeconds(1));
      }
      offer(books, 10, 10);
      books.writer.step();
      assertThat(books.buffer.size()).isZero();
      assertThat(books.writer.awaySince()).isEmpty();
      assertThat(lines(books.journal.closed())).hasSize(20);
      assertThat(books.counts.lost()).isZero();
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsTriedAgain() throws IOException {
    Files.writeString(data.resolve("ledger"), "in the way");
    try (var books = books(1 << 30)) {
      offer(books, 0, 10);
      books.writer.step();
      assertThat(books.writer.awaySince()).hasValue(clock.instant());
      assertThat(books.buffer.size()).isEqualTo(10);
      Files.delete(data.resolve("ledger"));
      books.writer.step();
      assertThat(lines(books.journal.closed())).hasSize(10);
    }
  }

  @Test
  void goesOnBehindWhatIsLeft() throws IOException {
    try (var before = books(1 << 30)) {
      before.journal(Entries.some(0, 10, clock.instant()));
      before.journal(Entries.some(10, 10, clock.instant()));
    }
    try (var books = books(1 << 30)) {
      books.writer.step();
      assertThat(books.journal.waiting()).isEqualTo(2);
      assertThat(books.journal.bytes()).isPositive();
      books.journal(Entries.some(20, 10, clock.instant()));
      assertThat(lines(books.journal.closed())).hasSize(30);
    }
  }

  private Bookkeeping books(long journalBytes) {
    Storage nowhere =
        new Storage(
            new DatabaseAddress("jdbc:nothing:", null, null),
            1,
            Duration.ofSeconds(1),
            true,
            null,
            data);
    return new Bookkeeping(new Database(nowhere), data, clock, journalBytes, 400);
  }

  private void offer(Bookkeeping books, int first, int count) {
    Entries.some(first, count, clock.instant())
        .forEach(entry -> assertThat(books.buffer.offer(entry)).isTrue());
  }

  private static List<String> lines(List<Path> segments) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path segment : segments) {
      lines.addAll(Files.readAllLines(segment));
    }
    return lines;
  }
}
