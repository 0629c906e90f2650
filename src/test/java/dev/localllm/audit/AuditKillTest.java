package dev.localllm.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.background.BackgroundTasks;
import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.Storage;
import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it records: what it has confirmed arrives once. */
class AuditKillTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void whatWasConfirmedBeforeTheKillArrivesOnce(@TempDir Path folder) throws Exception {
    Storage storage = Stores.POSTGRESQL.storage(true);
    try (Database database = new Database(storage)) {
      database.jdbi();
      int confirmed = 0;
      for (int round = 1; round <= 3; round++) {
        confirmed += recordAndKill(storage.database(), folder, 40 * round);
      }
      try (AuditLog log =
          new AuditLog(
              database,
              folder,
              "last",
              InstantSource.fixed(Events.NOON),
              Duration.ofMillis(50),
              BackgroundTasks.withoutContainer())) {
        assertThat(log.recordNow(Events.created("end"), PATIENCE)).isTrue();
      }
      AuditReport report = new AuditVerifier(database).verify();
      assertThat(report.first()).isNull();
      assertThat(report.chains()).isEqualTo(4);
      // what was on its way when the kill came may be there too, at most one event a round
      assertThat(report.events()).isBetween(confirmed + 1L, confirmed + 4L);
      assertThat(Events.subjects(database)).doesNotHaveDuplicates();
      assertThat(folder).isEmptyDirectory();
    }
  }

  private static int recordAndKill(DatabaseAddress address, Path folder, int after)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Recording.class.getName(),
            address.jdbcUrl(),
            folder.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    int confirmed = 0;
    try (BufferedReader output = process.inputReader()) {
      while (output.readLine() != null) {
        confirmed++;
        if (confirmed == after) {
          process.toHandle().destroyForcibly();
        }
      }
    }
    process.waitFor();
    assertThat(confirmed).isGreaterThanOrEqualTo(after);
    return confirmed;
  }

  /** Records without end and says so after each event. */
  static final class Recording {
    private Recording() {}

    public static void main(String[] arguments) {
      Storage storage =
          new Storage(
              new DatabaseAddress(arguments[0], "postgres", null),
              2,
              Duration.ofSeconds(5),
              false,
              null,
              Path.of(arguments[1]));
      Database database = new Database(storage);
      String chain = "replica-" + UUID.randomUUID();
      AuditLog log =
          new AuditLog(
              database,
              Path.of(arguments[1]),
              chain,
              InstantSource.fixed(Events.NOON),
              Duration.ofMillis(50),
              BackgroundTasks.withoutContainer());
      for (int i = 1; ; i++) {
        if (log.recordNow(Events.created(chain + " " + i), PATIENCE)) {
          System.out.println(i);
        }
      }
    }
  }
}
