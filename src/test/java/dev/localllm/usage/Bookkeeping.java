package dev.localllm.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A ledger's parts without its threads: each step is the test's. */
final class Bookkeeping implements AutoCloseable {
  final Database database;
  final EntryBuffer buffer = new EntryBuffer(Ledger.CAPACITY);
  final Counts counts = new Counts();
  final Journal journal;
  final JournalWriter writer;
  final Shipper shipper;

  Bookkeeping(Database database, Path data, InstantSource clock) {
    this(database, data, clock, 1 << 30, 400);
  }

  Bookkeeping(
      Database database, Path data, InstantSource clock, long journalBytes, int retentionDays) {
    this.database = database;
    var folders = new JournalFolders(data.resolve("ledger"));
    journal = new Journal(folders);
    writer = new JournalWriter(buffer, journal, journalBytes, counts, clock);
    shipper =
        new Shipper(
            database,
            journal,
            folders,
            new Retention(database, retentionDays, clock),
            counts,
            clock);
  }

  /** Brings them to the journal, into closed segments. */
  List<Path> journal(List<UsageEntry> entries) throws IOException {
    entries.forEach(entry -> assertThat(buffer.offer(entry)).isTrue());
    writer.step();
    journal.end();
    return journal.closed();
  }

  Duration ship() {
    return shipper.step();
  }

  long rows() {
    return rows(database);
  }

  static long rows(Database database) {
    return number(database, "select count(*) from usage_entry");
  }

  /** How many requests the sums have. */
  static long summed(Database database) {
    return number(database, "select coalesce(sum(requests), 0) from usage_day");
  }

  static long number(Database database, String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
