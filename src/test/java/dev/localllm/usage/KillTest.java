package dev.localllm.usage;

import static dev.localllm.usage.Bookkeeping.number;
import static dev.localllm.usage.Bookkeeping.rows;
import static dev.localllm.usage.Bookkeeping.summed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.settings.Storage;
import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import dev.localllm.usage.JournalFolders.Claim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SVC-3: a killed process loses no more than the last flush, and nothing counts twice. */
class KillTest {

  private static final Duration FLUSH = Duration.ofMillis(400);

  /** Processors and disk that others keep busy can hold up a flush. */
  private static final Duration BUSY = Duration.ofSeconds(1);

  @TempDir Path data;

  @ParameterizedTest
  @CsvSource({"1, true", "2, true", "3, true", "4, false"})
  void nothingIsLostButTheLastFlush(int seed, boolean databaseThere) throws Exception {
    Storage storage = Stores.POSTGRESQL.storage(true);
    try (Database database = new Database(storage)) {
      database.jdbi();
      String url =
          databaseThere ? storage.database().jdbcUrl() : "jdbc:postgresql://127.0.0.1:1/none";
      Path told = data.resolve("told");
      Process process = start(url, told);
      LedgerTest.await(() -> told.toFile().length() > 0);
      Thread.sleep(2000 + new Random(seed).nextInt(600));
      long killed = System.currentTimeMillis();
      process.destroyForcibly().waitFor();
      long safe =
          Files.readAllLines(told).stream()
              .map(line -> line.split(" "))
              .filter(line -> line.length == 2 && line[1].length() == 13)
              .filter(line -> Long.parseLong(line[1]) <= killed - FLUSH.plus(BUSY).toMillis())
              .count();
      assertThat(safe).isGreaterThan(100);
      try (Ledger ledger = LedgerTest.ledger(database, data, FLUSH)) {
        ledger.start();
        LedgerTest.await(() -> segments(data.resolve("ledger/0")).isEmpty());
      }
      assertThat(rows(database)).isGreaterThanOrEqualTo(safe).isEqualTo(summed(database));
      assertThat(
              number(
                  database, "select max(cast(substring(id from 2) as integer)) from usage_entry"))
          .as("without a gap")
          .isEqualTo(rows(database) - 1);
    }
  }

  @Test
  void eachProcessHasAFolderOfItsOwn() throws Exception {
    var folders = new JournalFolders(data.resolve("ledger"));
    try (Claim mine = folders.first()) {
      // on POSIX, closing another descriptor of the file would give the lock away
      assertThat(folders.claim(mine.folder())).isEmpty();
      Process process = start("jdbc:postgresql://127.0.0.1:1/none", data.resolve("told"));
      try {
        LedgerTest.await(() -> data.resolve("ledger/1/000000000001.ndjson").toFile().exists());
        assertThat(folders.claim(data.toAbsolutePath().resolve("ledger/1"))).isEmpty();
      } finally {
        process.destroyForcibly().waitFor();
      }
      assertThat(Segment.in(mine.folder())).isEmpty();
      try (Claim left = folders.claim(data.toAbsolutePath().resolve("ledger/1")).orElseThrow()) {
        assertThat(Segment.in(left.folder())).isNotEmpty();
      }
    }
  }

  private Process start(String url, Path told) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            LedgerProcess.class.getName(),
            data.toString(),
            url,
            "e",
            String.valueOf(FLUSH.toMillis()))
        .redirectOutput(told.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<Path> segments(Path folder) {
    try {
      return Segment.in(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
