package dev.localllm.usage;

import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.Storage;
import dev.localllm.store.Database;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A process of its own that records entries until it is killed. It tells each one, with the time,
 * after it has been recorded.
 */
final class LedgerProcess {

  private LedgerProcess() {}

  /** Arguments: data folder, URL of the database, prefix of the ids, flush in milliseconds. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var storage =
        new Storage(
            new DatabaseAddress(args[1], "postgres", null),
            2,
            Duration.ofSeconds(1),
            true,
            null,
            Path.of(args[0]));
    Ledger ledger =
        LedgerTest.ledger(
            new Database(storage), Path.of(args[0]), Duration.ofMillis(Long.parseLong(args[3])));
    ledger.start();
    OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    for (int i = 0; ; i++) {
      ledger.record(Entries.entry(args[2] + i, Instant.now()));
      out.write((i + " " + System.currentTimeMillis() + "\n").getBytes(StandardCharsets.US_ASCII));
      if (i % 20 == 0) {
        out.flush();
        Thread.sleep(5);
      }
    }
  }
}
