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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Chains events and forces them to the journal, on a thread of its own. */
final class Scribe implements Runnable {
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
  private boolean stuck;
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

  /** Ends the thread after what has come so far. */
  void end() {
    ending = true;
    waiting.offer(new Entry(List.of(), new CountDownLatch(1)));
  }

  @Override
  public void run() {
    try {
      for (boolean last = false; !last; ) {
        // asked first: what came before the end is taken after it
        last = ending && (stuck || waiting.size() <= AT_ONCE);
        collect();
        if (last) {
          hand.addAll(bursts.over(Instant.MAX));
        }
        keep(last);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void collect() throws InterruptedException {
    List<Entry> entries = new ArrayList<>();
    if (hand.isEmpty()) {
      Entry first = waiting.poll(ending ? 0 : pause.toNanos(), TimeUnit.NANOSECONDS);
      if (first != null) {
        entries.add(first);
      }
    }
    waiting.drainTo(entries, Math.max(0, AT_ONCE - hand.size() - entries.size()));
    for (Entry entry : entries) {
      hand.addAll(entry.events());
      told.add(entry.kept());
    }
    if (hand.size() < AT_ONCE) {
      hand.addAll(bursts.over(clock.instant()));
      confessLosses();
    }
  }

  private void keep(boolean last) throws InterruptedException {
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
      if (last) {
        LOG.log(Level.ERROR, "{0,number,#} events of the audit log are lost", hand.size());
      } else {
        Thread.sleep(pause);
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
              "",
              "",
              "",
              "",
              detail));
    }
  }
}
