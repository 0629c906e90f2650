package dev.localllm.audit;

import dev.localllm.background.BackgroundTask;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.store.Database;
import dev.localllm.store.ReplicaName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where events are recorded. What was recorded is on the disk within moments and in the database
 * when that can be reached; repetitions of what could be repeated without end are summed up.
 * Thread-safe.
 */
public final class AuditLog implements AutoCloseable {
  private static final Logger LOG = System.getLogger(AuditLog.class.getName());
  private static final AtomicInteger STARTED = new AtomicInteger();
  private static final Duration FOR_THE_DISK = Duration.ofSeconds(5);
  private static final Duration FOR_THE_DATABASE = Duration.ofSeconds(15);

  private final String chain;
  private final InstantSource clock;
  private final Journal journal;
  private final Scribe scribe;
  private final Carrier carrier;
  private final BackgroundTask writing;
  private final BackgroundTask carrying;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Starts a chain and the tasks that keep it.
   *
   * @param database may be out of reach
   * @param folder is made if it is not there
   * @param chain a name that no chain has had
   * @param pause between two tries, and two looks at what is over
   * @param tasks gets two more: they work, since what is confirmed to a caller waits for the disk
   * @throws UncheckedIOException when the folder cannot be written
   */
  AuditLog(
      Database database,
      Path folder,
      String chain,
      InstantSource clock,
      Duration pause,
      BackgroundTasks tasks) {
    this.chain = chain;
    this.clock = clock;
    Path path = folder.resolve(chain + Journal.SUFFIX);
    try {
      Files.createDirectories(folder);
      journal = Journal.create(path);
    } catch (IOException e) {
      throw new UncheckedIOException("the audit log cannot be written to " + folder, e);
    }
    Delivery delivery = new Delivery(database, path, this::displaced);
    carrier = new Carrier(journal, delivery, new Anchors(database, clock), pause);
    carrying = tasks.task("audit-delivery", carrier::step);
    scribe = new Scribe(new Chain(chain), journal, clock, pause, this::carrySoon);
    writing = tasks.task("audit-journal", scribe::step);
    writing.start();
    carrying.start();
  }

  /**
   * Starts the log of this process.
   *
   * @param database may be out of reach
   * @param dataFolder what must survive a crash is written below it
   * @throws UncheckedIOException when that folder cannot be written
   */
  public static AuditLog start(
      Database database, Path dataFolder, InstantSource clock, BackgroundTasks tasks) {
    return new AuditLog(
        database, dataFolder.resolve("audit"), nextChain(), clock, Duration.ofSeconds(1), tasks);
  }

  /** A chain is never gone on with: the log of a replaced application needs another name. */
  private static String nextChain() {
    int count = STARTED.incrementAndGet();
    return count == 1 ? ReplicaName.THIS : ReplicaName.THIS + "-" + count;
  }

  /** Records an event soon; never blocks. */
  public void record(AuditEvent event) {
    take(event);
  }

  /**
   * Records an event and waits until it is on the disk, so that what is answered afterwards is
   * proven.
   *
   * @return whether it is; after {@code patience} it may still follow
   */
  public boolean recordNow(AuditEvent event, Duration patience) {
    CountDownLatch kept = take(event);
    try {
      return kept.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Brings what was recorded to the disk, and once more tries to bring it to the database. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      scribe.end();
      writing.stop(FOR_THE_DISK);
      if (carrying.stop(FOR_THE_DATABASE)) {
        journal.close();
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the journal of the audit log could not be closed", e);
    }
  }

  private CountDownLatch take(AuditEvent event) {
    CountDownLatch kept = scribe.take(event);
    if (!scribe.isStuck()) {
      writing.wake();
    }
    return kept;
  }

  private void carrySoon() {
    if (!carrier.isAway()) {
      carrying.wake();
    }
  }

  private void displaced(AuditRow row) {
    Map<String, String> detail =
        Map.of(
            "at", row.at().toString(),
            "action", row.action(),
            "outcome", row.outcome(),
            "subject", row.subject(),
            "detail", row.detail(),
            "chain", row.chain(),
            "position", String.valueOf(row.position()));
    record(
        new AuditEvent(
            clock.instant(),
            AuditAction.EVENT_DISPLACED,
            AuditOutcome.FAILED,
            new Actor(Actor.Kind.UNKNOWN, "", row.actor()),
            row.address(),
            row.requestId(),
            row.chain(),
            detail));
  }

  /** The name of its chain. */
  @Override
  public String toString() {
    return chain;
  }
}
