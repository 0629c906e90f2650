package dev.localllm.usage;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of the journal that is being written. A plain stream and not a channel, which an interrupt
 * would close. Belongs to one thread.
 */
final class Segment implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("\\d{12}\\.ndjson");

  private final Path file;
  private final FileOutputStream out;
  private final List<UsageEntry> entries = new ArrayList<>();
  private long size;

  /** The file number {@code number}, new. */
  Segment(Path folder, long number) throws IOException {
    file = folder.resolve("%012d.ndjson".formatted(number));
    out = new FileOutputStream(file.toFile(), true);
  }

  /** The files of segments in {@code folder}, oldest first. */
  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .filter(path -> NAME.matcher(path.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  /** The number of such a file. */
  static long number(Path file) {
    return Long.parseLong(file.getFileName().toString().substring(0, 12));
  }

  /**
   * Appends the lines of {@code added} and makes sure that the disk has them. When that fails, the
   * segment ends as it was before, as far as the disk still obeys.
   */
  void append(ByteArrayOutputStream lines, List<UsageEntry> added) throws IOException {
    try {
      lines.writeTo(out);
      out.getFD().sync();
      size += lines.size();
      entries.addAll(added);
    } catch (IOException e) {
      undo(e);
      throw e;
    }
  }

  long size() {
    return size;
  }

  Path file() {
    return file;
  }

  /** What it has, in their order. */
  List<UsageEntry> entries() {
    return entries;
  }

  /** Whether there is a file; there is none when not even its first lines could be written. */
  boolean exists() {
    return Files.exists(file);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private void undo(IOException cause) {
    try (out) {
      out.getChannel().truncate(size);
      if (size == 0) {
        Files.delete(file);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
