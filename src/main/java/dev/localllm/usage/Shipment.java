package dev.localllm.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localllm.store.Database;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.JdbiException;
import tools.jackson.core.JsonGenerator;

/** Brings one segment to the database. Doing it again changes nothing. */
final class Shipment {
  private static final Logger LOG = System.getLogger(Shipment.class.getName());
  private static final int BATCH = 500;
  private static final int ATTEMPTS = 5;

  private final Database database;
  private final Path segment;
  private final Counts counts;
  private final BooleanSupplier enough;
  private final List<String> refused = new ArrayList<>();

  /** Stops before the next batch when {@code enough} says so. */
  Shipment(Database database, Path segment, Counts counts, BooleanSupplier enough) {
    this.database = database;
    this.segment = segment;
    this.counts = counts;
    this.enough = enough;
  }

  /**
   * Stores its entries, batch by batch.
   *
   * @param entries all of them, as {@link #read} would tell
   * @return whether that was all of it
   * @throws JdbiException when the database takes nothing now
   */
  boolean send(List<UsageEntry> entries) {
    for (int from = 0; from < entries.size(); from += BATCH) {
      if (enough.getAsBoolean()) {
        return false;
      }
      store(entries.subList(from, Math.min(from + BATCH, entries.size())));
    }
    // not before: a segment that is tried again would be refused again
    Rejects.keep(segment.resolveSibling("rejected.ndjson"), refused);
    counts.rejected(refused.size());
    return true;
  }

  /** What is in its file; a line that is no entry is refused. */
  List<UsageEntry> read() throws IOException {
    List<UsageEntry> entries = new ArrayList<>();
    try (var lines =
        new BufferedReader(new InputStreamReader(Files.newInputStream(segment), UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        String next = lines.readLine();
        read(line, next == null, entries);
        line = next;
      }
    }
    return entries;
  }

  private void read(String line, boolean last, List<UsageEntry> entries) {
    try {
      entries.add(EntryLine.read(line));
    } catch (IllegalArgumentException e) {
      if (last) {
        LOG.log(
            Level.WARNING,
            "the ledger''s journal {0} ends within a line, as it does after a crash",
            segment);
      } else {
        refused.add(line);
      }
    }
  }

  private void store(List<UsageEntry> batch) {
    try {
      counts.written(add(batch));
    } catch (JdbiException e) {
      if (Refusal.of(e) != Refusal.BAD_ROW) {
        throw e;
      }
      if (batch.size() > 1) {
        batch.forEach(entry -> store(List.of(entry)));
      } else {
        LOG.log(Level.ERROR, "the database refuses a row of the ledger", e);
        refused.add(line(batch.getFirst()));
      }
    }
  }

  private int add(List<UsageEntry> batch) {
    for (int attempt = 1; ; attempt++) {
      try {
        // nearly all are new; that they are not comes of a crash or a lost answer
        return attempt == 1
            ? EntryTable.addFresh(database, batch)
            : EntryTable.add(database, batch);
      } catch (JdbiException e) {
        if (Refusal.of(e) != Refusal.CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static String line(UsageEntry entry) {
    var line = new ByteArrayOutputStream();
    try (JsonGenerator json = EntryLine.generator(line)) {
      EntryLine.write(entry, json);
    }
    return line.toString(UTF_8).stripTrailing();
  }
}
