package dev.localllm.audit;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Chains events and forces them to the journal, step by step. */
final class Scribe {
  /** How many events may wait for the disk. */
  static final int WAITING = 10_000;

  private static final Logger LOG = System.getLogger(Scribe.class.getName());
  private static final int AT_ONCE = 500;

  private final Chain chain;
  private final Journal journal;
  private final InstantSource clock;
  private final Duration pause;
  private final Runnable kept;

  private final Bursts bursts = new Bursts();
  private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final List<AuditEvent> hand = new ArrayList<>();
  private final List<CountDownLatch> told = new ArrayList<>();
  private volatile boolean stuck;
  private volatile boolean ending;

  private record Entry(List<AuditEvent> events, CountDownLatch kept) {}

  /**
   * Writes {@code chain} to {@code journal}.
   *
   * @param pause between two looks at what is over, and two tries when the disk refuses
   * @param kept told when there is something in the journal
   */
  Scribe(Chain chain, Journal journal, InstantSource clock, Duration pause, Runnable kept) {
    this.chain = chain;
    this.journal = journal;
    this.clock = clock;
    this.pause = pause;
    this.kept = kept;
  }

  /**
   * Takes it without waiting; what does not fit is counted as lost. The latch opens when it is
   * kept, or at once when it was only counted.
   */
  CountDownLatch take(AuditEvent event) {
    List<AuditEvent> admitted = bursts.admit(event).stream().toList();
    CountDownLatch latch = new CountDownLatch(admitted.size());
    if (!admitted.isEmpty() && !waiting.offer(new Entry(admitted, latch))) {
      lost.incrementAndGet();
    }
    return latch;
  }

  /** The next step is the last one: it takes what has come so far, and what is still counted. */
  void end() {
    ending = true;
  }

  /** Whether the disk refuses, so that there is no haste to try again. */
  boolean isStuck() {
    return stuck;
  }

  /** Writes what has come; tells when to look for what is over. */
  Duration step() {
    // asked first: what came before the end is taken after it
    boolean last = ending;
    do {
      collect();
      if (last && waiting.isEmpty()) {
        hand.addAll(bursts.over(Instant.MAX));
      }
      keep(last);
    } while (!stuck && !waiting.isEmpty());
    return pause;
  }

  private void collect() {
    List<Entry> entries = new ArrayList<>();
    waiting.drainTo(entries, Math.max(0, AT_ONCE - hand.size()));
    for (Entry entry : entries) {
      hand.addAll(entry.events());
      told.add(entry.kept());
    }
    if (hand.size() < AT_ONCE) {
      hand.addAll(bursts.over(clock.instant()));
      confessLosses();
    }
  }

  private void keep(boolean last) {
    try {
      List<AuditRow> rows = chain.link(hand);
      if (!rows.isEmpty()) {
        journal.append(rows);
        chain.accept(rows);
        kept.run();
      }
      told.forEach(CountDownLatch::countDown);
      told.clear();
      hand.clear();
      stuck = false;
    } catch (IOException e) {
      if (!stuck) {
        LOG.log(Level.ERROR, "the audit log cannot be written to DATA_DIR", e);
      }
      stuck = true;
      if (last && !hand.isEmpty()) {
        LOG.log(Level.ERROR, "{0,number,#} events of the audit log are lost", hand.size());
      }
    }
  }

  private void confessLosses() {
    long count = lost.getAndSet(0);
    if (count > 0) {
      Map<String, String> detail = Map.of("events", String.valueOf(count));
      hand.add(
          new AuditEvent(
              clock.instant(),
              AuditAction.EVENTS_LOST,
              AuditOutcome.FAILED,
              Actor.UNKNOWN,
              "",
              "",
              "",
              detail));
    }
  }
}
