package dev.localllm.usage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Brings entries from the buffer to the journal. Belongs to one thread at a time. */
final class JournalWriter {

  private final EntryBuffer buffer;
  private final Journal journal;
  private final long limit;
  private final Counts counts;
  private final Notice trouble;
  // what is not on the disk yet, and its lines
  private final List<UsageEntry> entries = new ArrayList<>();
  private final ByteArrayOutputStream chunk = new ByteArrayOutputStream();

  /** Keeps the journal within {@code limit} bytes. */
  JournalWriter(
      EntryBuffer buffer, Journal journal, long limit, Counts counts, InstantSource clock) {
    this.buffer = buffer;
    this.journal = journal;
    this.limit = limit;
    this.counts = counts;
    trouble = new Notice(clock);
  }

  /**
   * Writes what the buffer has. What the disk refuses is tried again by the next step.
   *
   * @return whether there is something to ship
   */
  boolean step() {
    try {
      journal.claim();
      boolean more;
      do {
        more = fill();
        write();
      } while (more);
      journal.roll();
      trouble.clear("the ledger's journal can be written again");
    } catch (IOException e) {
      trouble.raise("the ledger's journal cannot be written", e);
    }
    return journal.waiting() > 0;
  }

  /** Since when the disk refuses; empty when all is well. */
  Optional<Instant> awaySince() {
    return trouble.since();
  }

  /** Takes the next lines, up to the size of a segment; whether the buffer may have more. */
  private boolean fill() {
    try (JsonGenerator lines = EntryLine.generator(chunk)) {
      while (chunk.size() < Journal.SEGMENT_BYTES) {
        Optional<UsageEntry> entry = buffer.poll();
        if (entry.isEmpty()) {
          return false;
        }
        EntryLine.write(entry.get(), lines);
        entries.add(entry.get());
      }
    }
    return true;
  }

  private void write() throws IOException {
    if (entries.isEmpty()) {
      return;
    }
    if (journal.bytes() + chunk.size() > limit) {
      counts.lost(entries.size());
    } else {
      journal.append(chunk, entries);
    }
    chunk.reset();
    buffer.release(entries.size());
    entries.clear();
  }
}
