package dev.localllm.usage;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Lines that the database will never take, kept for people to look at. */
final class Rejects {
  private static final Logger LOG = System.getLogger(Rejects.class.getName());
  private static final long MOST_BYTES = 16 << 20;

  private Rejects() {}

  /** Appends {@code lines} to {@code file}, unless it has become too long for anybody to read. */
  static void keep(Path file, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    LOG.log(Level.ERROR, "{0} rows of the ledger were refused, see {1}", lines.size(), file);
    try {
      if (!Files.exists(file) || Files.size(file) < MOST_BYTES) {
        Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      LOG.log(Level.ERROR, "refused rows of the ledger could not be kept", e);
    }
  }
}
