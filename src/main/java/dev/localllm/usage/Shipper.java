package dev.localllm.usage;

import dev.localllm.store.Database;
import dev.localllm.store.IncompatibleSchema;
import dev.localllm.store.StoreUnavailable;
import dev.localllm.usage.JournalFolders.Claim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;

/**
 * Brings segments to the database: this process's, and those that an ended one has left. Belongs to
 * one thread at a time.
 */
final class Shipper {
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration ADOPT_EVERY = Duration.ofMinutes(1);

  private final Database database;
  private final Journal journal;
  private final JournalFolders folders;
  private final Retention retention;
  private final Counts counts;
  private final InstantSource clock;
  private final Notice away;
  private final Notice unreadable;
  private Duration pause = FIRST_PAUSE;
  private Instant nextAttempt = Instant.MIN;
  private Instant nextAdoption = Instant.MIN;
  private volatile Instant end = Instant.MAX;

  Shipper(
      Database database,
      Journal journal,
      JournalFolders folders,
      Retention retention,
      Counts counts,
      InstantSource clock) {
    this.database = database;
    this.journal = journal;
    this.folders = folders;
    this.retention = retention;
    this.counts = counts;
    this.clock = clock;
    away = new Notice(clock);
    unreadable = new Notice(clock);
  }

  /**
   * Ships what there is.
   *
   * @return how long there will be nothing to do, unless new segments come
   */
  Duration step() {
    Instant now = clock.instant();
    if (now.isBefore(nextAttempt)) {
      return Duration.between(now, nextAttempt);
    }
    Path own = journal.folder();
    if (own == null) {
      return FIRST_PAUSE;
    }
    try {
      shipOwn();
      if (!now.isBefore(nextAdoption)) {
        shipAbandoned(own);
        nextAdoption = now.plus(ADOPT_EVERY);
      }
      return retention.step() ? Duration.ZERO : IDLE;
    } catch (IOException e) {
      unreadable.raise("the folder of the ledger's journals cannot be read", e);
      return IDLE;
    } catch (StoreUnavailable | IncompatibleSchema | JdbiException e) {
      return rest(e);
    }
  }

  /** Takes no further batch after {@code time}: the process ends. */
  void endAt(Instant time) {
    end = time;
  }

  /** Since when the database does not take anything; empty when all is well. */
  Optional<Instant> awaySince() {
    return away.since();
  }

  private Duration rest(RuntimeException cause) {
    away.raise("the ledger waits for the database", cause);
    Duration rest = pause;
    nextAttempt = clock.instant().plus(rest);
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    return rest;
  }

  private void shipOwn() throws IOException {
    for (Path segment : journal.closed()) {
      if (ship(segment, journal.entries(segment))) {
        journal.delete(segment);
      }
    }
  }

  private void shipAbandoned(Path own) throws IOException {
    for (Path folder : folders.all()) {
      if (!folder.equals(own) && !Segment.in(folder).isEmpty()) {
        Optional<Claim> claim = folders.claim(folder);
        if (claim.isPresent()) {
          shipAbandoned(claim.get());
        }
      }
    }
  }

  private void shipAbandoned(Claim claim) throws IOException {
    try (claim) {
      for (Path segment : Segment.in(claim.folder())) {
        if (ship(segment, Optional.empty())) {
          Files.delete(segment);
        }
      }
    }
  }

  /** Whether the database has all of it now. */
  private boolean ship(Path segment, Optional<List<UsageEntry>> entries) {
    try {
      var shipment = new Shipment(database, segment, counts, () -> clock.instant().isAfter(end));
      boolean all = shipment.send(entries.isPresent() ? entries.get() : shipment.read());
      away.clear("the ledger's database is back");
      pause = FIRST_PAUSE;
      return all;
    } catch (IOException e) {
      // the others must not wait for it
      unreadable.raise("a segment of the ledger's journal cannot be read", e);
      return false;
    }
  }
}
