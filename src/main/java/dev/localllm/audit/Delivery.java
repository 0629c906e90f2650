package dev.localllm.audit;

import dev.localllm.audit.Journal.Batch;
import dev.localllm.store.Database;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes rows from journals to the database. Belongs to one thread. */
final class Delivery {
  private static final Logger LOG = System.getLogger(Delivery.class.getName());

  private final Database database;
  private final Path own;
  private final Consumer<AuditRow> displaced;

  /**
   * Delivers the journal {@code own} and what lies beside it.
   *
   * @param displaced told of rows whose place in their chain another row has taken, which only
   *     happens when somebody has written to the database by himself
   */
  Delivery(Database database, Path own, Consumer<AuditRow> displaced) {
    this.database = database;
    this.own = own;
    this.displaced = displaced;
  }

  /** Everything that is in the journal now and comes while it goes on. */
  void deliver(Journal journal) throws IOException {
    while (!journal.isEmpty()) {
      Batch batch = journal.next();
      Map<String, List<AuditRow>> chains = new LinkedHashMap<>();
      for (AuditRow row : batch.rows()) {
        chains.computeIfAbsent(row.chain(), chain -> new ArrayList<>()).add(row);
      }
      List<AuditRow> homeless =
          database.durably(handle ->
              chains.values().stream()
                  .flatMap(rows -> AuditTable.add(handle, rows).stream())
                  .toList());
      homeless.forEach(this::tell);
      journal.delivered(batch);
    }
  }

  /** What processes left behind that are no more. */
  void deliverOrphans() throws IOException {
    for (Path path : others()) {
      Optional<Journal> orphan = Journal.adopt(path);
      if (orphan.isPresent()) {
        try (Journal journal = orphan.get()) {
          deliver(journal);
        }
      }
    }
  }

  /** Never our own: to open and close that again would give up our lock (POSIX). */
  private List<Path> others() throws IOException {
    try (var files = Files.list(own.toAbsolutePath().getParent())) {
      return files
          .filter(file -> file.toString().endsWith(Journal.SUFFIX))
          .filter(file -> !file.getFileName().equals(own.getFileName()))
          .sorted()
          .toList();
    }
  }

  private void tell(AuditRow row) {
    LOG.log(
        Level.ERROR,
        "the audit log holds a foreign row: chain {0}, position {1,number,#}; the event that"
            + " belongs there is kept at another place",
        row.chain(),
        row.position());
    displaced.accept(row);
  }
}
