package dev.localllm.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the embedded database has acknowledged is there after a kill. */
class EmbeddedFileTest {
  private static final int KILLS = Integer.getInteger("kills", 6);

  /** Processors that others keep busy make a start slow. */
  private static final Duration BUSY = Duration.ofSeconds(60);

  /**
   * Fresh files grow at their end, others have holes, and H2 finds its way in them by other means.
   */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void whatWasAcknowledgedSurvivesKills(boolean holes, @TempDir Path folder) throws Exception {
    Random random = new Random(1);
    for (int kill = 1; kill <= KILLS; kill++) {
      long acknowledged = workAndKill(folder, holes, 50 + random.nextInt(60));
      try (Database database = new Database(storage(folder))) {
        long there = last(database);
        assertThat(there).as("after kill %d", kill).isBetween(acknowledged, acknowledged + 1);
        assertThat(count(database)).as("without a gap").isEqualTo(there);
      }
    }
  }

  @Test
  void interruptsDoNotCloseIt(@TempDir Path folder) throws Exception {
    try (Database database = new Database(storage(folder))) {
      prepare(database);
      AtomicLong done = new AtomicLong();
      for (int i = 1; i <= 20; i++) {
        long goal = done.get() + 50;
        Thread worker =
            Thread.ofPlatform()
                .start(() -> {
                  while (done.get() < goal) {
                    database.durably(handle -> insert(handle, done.get() + 1));
                    done.incrementAndGet();
                  }
                });
        while (done.get() < goal - 40) {
          Thread.onSpinWait();
        }
        worker.interrupt();
        assertThat(worker.join(BUSY)).isTrue();
        assertThat(last(database)).isEqualTo(goal);
      }
    }
  }

  /** H2 closes itself when it cannot write; the connections that were open would stay dead. */
  @Test
  void goesOnWhenTheDatabaseHasClosedItself(@TempDir Path folder) throws SQLException {
    try (Database database = new Database(storage(folder))) {
      prepare(database);
      database.durably(handle -> insert(handle, 1));
      database
          .jdbi()
          .useHandle(handle -> {
            var session =
                (SessionLocal) handle.getConnection().unwrap(JdbcConnection.class).getSession();
            session.getDatabase().getStore().getMvStore().closeImmediately();
            session.getDatabase().shutdownImmediately();
          });
      database.durably(handle -> insert(handle, 2));
      assertThat(count(database)).isEqualTo(2);
    }
  }

  @Test
  void knowsTheFilesOfUrls() {
    assertThat(EmbeddedFile.file("jdbc:h2:async:/data/a b/gateway"))
        .contains(Path.of("/data/a b/gateway.mv.db"));
    assertThat(EmbeddedFile.file("jdbc:h2:/data/gateway;MODE=LEGACY"))
        .contains(Path.of("/data/gateway.mv.db"));
    assertThat(EmbeddedFile.file("jdbc:h2:file:~/gateway"))
        .contains(Path.of(System.getProperty("user.home"), "gateway.mv.db"));
    assertThat(EmbeddedFile.file("jdbc:h2:file:C:/data/gateway").map(Path::toString).orElse(""))
        .endsWith("gateway.mv.db");
    assertThat(
            List.of(
                "jdbc:h2:mem:test", "jdbc:h2:tcp://h/gateway", "jdbc:h2:/data/gateway;CIPHER=AES"))
        .allMatch(url -> EmbeddedFile.file(url).equals(Optional.empty()));
  }

  private static long workAndKill(Path folder, boolean holes, int after)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Working.class.getName(),
                folder.toString(),
                String.valueOf(holes))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long acknowledged = 0;
    try (BufferedReader output = process.inputReader()) {
      int count = 0;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        acknowledged = Long.parseLong(line);
        if (++count == after) {
          process.toHandle().destroyForcibly();
        }
      }
      assertThat(count).isGreaterThanOrEqualTo(after);
    }
    process.waitFor();
    return acknowledged;
  }

  /** Space that nobody needs any more is taken again at once, not only after 45 seconds. */
  private static Storage storage(Path folder) {
    String url = "jdbc:h2:async:" + folder.resolve("gateway") + ";RETENTION_TIME=20";
    return new Storage(
        new DatabaseAddress(url, "sa", null), 3, Duration.ofSeconds(5), true, null, folder);
  }

  private static void prepare(Database database) {
    database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("create table if not exists told (id bigint primary key)");
          handle.execute("create table if not exists bulk (id bigint primary key, text varchar)");
        });
  }

  private static int insert(Handle handle, long id) {
    return handle.execute("insert into told (id) values (?)", id);
  }

  private static long last(Database database) {
    return number(database, "select coalesce(max(id), 0) from told");
  }

  private static long count(Database database) {
    return number(database, "select count(*) from told");
  }

  private static long number(Database database, String query) {
    return database.jdbi().withHandle(handle -> handle.createQuery(query).mapTo(Long.class).one());
  }

  /** Commits without end and says so after each one. */
  static final class Working {
    private Working() {}

    public static void main(String[] arguments) {
      boolean holes = Boolean.parseBoolean(arguments[1]);
      Random random = new Random();
      Database database = new Database(storage(Path.of(arguments[0])));
      prepare(database);
      for (long i = last(database) + 1; ; i++) {
        long id = i;
        database.durably(handle -> {
          if (holes) {
            bulk(handle, random);
          }
          return insert(handle, id);
        });
        // one write, so that no line is cut by the kill
        System.out.print(id + "\n");
        System.out.flush();
      }
    }

    private static void bulk(Handle handle, Random random) {
      handle.execute(
          "merge into bulk (id, text) values (?, ?)",
          random.nextInt(30),
          "z".repeat(random.nextInt(30_000)));
      if (random.nextInt(20) == 0) {
        handle.execute("delete from bulk where mod(id, 3) = ?", random.nextInt(3));
      }
    }
  }
}
