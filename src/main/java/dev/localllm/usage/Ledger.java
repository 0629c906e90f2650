package dev.localllm.usage;

import dev.localllm.background.BackgroundTask;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.settings.UsageKeeping;
import dev.localllm.store.Database;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.LongSupplier;

/**
 * Keeps one row for each inference request, off the requests' path. Thread-safe; {@link #record}
 * does not wait for anything.
 */
public final class Ledger implements AutoCloseable {

  /** Entries in memory at most: minutes of traffic, should the disk not answer. */
  static final int CAPACITY = 65_536;

  private static final Logger LOG = System.getLogger(Ledger.class.getName());
  private static final Duration LAST_WRITE = Duration.ofSeconds(5);
  private static final Duration LAST_SHIPMENT = Duration.ofSeconds(2);
  private static final HexFormat HEX = HexFormat.of();

  private final InstantSource clock;
  private final LongSupplier random;
  private final Counts counts = new Counts();
  private final EntryBuffer buffer = new EntryBuffer(CAPACITY);
  private final Journal journal;
  private final JournalWriter writer;
  private final Shipper shipper;
  private final Duration interval;
  private final BackgroundTask writing;
  private final BackgroundTask shipping;
  private final Notice losses;
  private long lossesTold;
  private volatile boolean closed;

  /**
   * A ledger that does nothing before it is started.
   *
   * @param database is not opened before there is an entry to put into it
   * @param dataFolder the journal is written below it
   * @param tasks gets two more: they work, since to ship a long journal must not keep requests from
   *     the processors
   * @param random for ids
   */
  public Ledger(
      Database database,
      Path dataFolder,
      UsageKeeping keeping,
      BackgroundTasks tasks,
      InstantSource clock,
      LongSupplier random) {
    this.clock = clock;
    this.random = random;
    var folders = new JournalFolders(dataFolder.resolve("ledger"));
    journal = new Journal(folders);
    writer = new JournalWriter(buffer, journal, keeping.journalBytes(), counts, clock);
    var retention = new Retention(database, keeping.retentionDays(), clock);
    shipper = new Shipper(database, journal, folders, retention, counts, clock);
    // an entry that just missed a write must be in the next one, with time left for the disk
    interval = keeping.flush().dividedBy(2);
    losses = new Notice(clock);
    writing = tasks.task("ledger-writer", this::write);
    shipping = tasks.task("ledger-shipper", this::ship);
  }

  /** Starts its tasks. */
  public void start() {
    writing.start();
    shipping.start();
  }

  /** An id for an entry: unique, and later ones sort behind earlier ones. */
  public String nextId() {
    return HEX.toHexDigits(clock.millis(), 12) + HEX.toHexDigits(random.getAsLong());
  }

  /** Takes the entry; when there is no room for it, it is lost and counted. Never throws. */
  public void record(UsageEntry entry) {
    if (closed || !buffer.offer(entry)) {
      counts.lost(1);
    }
  }

  /** How it is doing. */
  public LedgerState state() {
    return new LedgerState(
        buffer.size(),
        journal.bytes(),
        journal.waiting(),
        counts.written(),
        counts.lost(),
        counts.rejected(),
        shipper.awaySince(),
        writer.awaySince());
  }

  /**
   * Writes what it has to the journal, ships what it can within 2 s and ends; a later ledger with
   * this data folder ships the rest. What is recorded from now on is lost.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (writing.stop(LAST_WRITE)) {
      writer.step();
      journal.end();
    }
    shipper.endAt(clock.instant().plus(LAST_SHIPMENT));
    boolean ended = shipping.stop(LAST_SHIPMENT);
    LOG.log(
        buffer.size() > 0 ? Level.ERROR : Level.INFO,
        "the ledger ends{0}; {1} entries could not be written",
        ended ? "" : " before all is in the database",
        buffer.size());
    try {
      journal.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the ledger's folder is still locked", e);
    }
  }

  private Duration write() {
    if (writer.step()) {
      shipping.wake();
    }
    return interval;
  }

  private Duration ship() {
    // told here: the other thread may be stuck with the disk
    long lost = counts.lost();
    if (lost > lossesTold
        && losses.raise(lost + " entries of the ledger have been lost for want of room")) {
      lossesTold = lost;
    }
    return shipper.step();
  }
}
