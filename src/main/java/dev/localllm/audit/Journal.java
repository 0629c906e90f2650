package dev.localllm.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows on their way to the database, in a file that one process holds a lock on: a JSON object a
 * line. Thread-safe.
 */
final class Journal implements AutoCloseable {
  /** How much may wait. */
  static final long LONGEST = 64L * 1024 * 1024;

  static final String SUFFIX = ".journal";

  private static final Logger LOG = System.getLogger(Journal.class.getName());
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PIECE = 256 * 1024;

  private final Path path;
  private final FileChannel file;
  private final ReentrantLock lock = new ReentrantLock();
  private long delivered;
  private long size;

  /** Some of the rows, in their order, and where the next ones begin. */
  record Batch(List<AuditRow> rows, long end) {}

  private Journal(Path path, FileChannel file) throws IOException {
    this.path = path;
    this.file = file;
    this.size = wholeLines(file);
    // a line without its end was never told to be kept
    file.truncate(size);
  }

  /** A new one; its folder must be there. */
  static Journal create(Path path) throws IOException {
    Optional<Journal> created = open(path, CREATE_NEW, READ, WRITE);
    return created.orElseThrow(() -> new IOException("another process has taken " + path));
  }

  /** What a process left behind; empty while that process lives. */
  static Optional<Journal> adopt(Path path) throws IOException {
    return open(path, READ, WRITE);
  }

  private static Optional<Journal> open(Path path, OpenOption... how) throws IOException {
    FileChannel file = FileChannel.open(path, how);
    try {
      // whoever held the lock before may have deleted the file
      if (file.tryLock() != null && Files.exists(path)) {
        return Optional.of(new Journal(path, file));
      }
    } catch (OverlappingFileLockException ownedByThisProcess) {
      LOG.log(Level.TRACE, "{0} is in use here", path);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    file.close();
    return Optional.empty();
  }

  /** Forces all of them to the disk, or none. */
  void append(List<AuditRow> rows) throws IOException {
    var lines = new ByteArrayOutputStream();
    for (AuditRow row : rows) {
      lines.writeBytes(JSON.writeValueAsBytes(row));
      lines.write('\n');
    }
    lock.lock();
    try {
      if (size + lines.size() > LONGEST) {
        throw new IOException("%s is full; the database has been away too long".formatted(path));
      }
      file.truncate(size);
      ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
      while (bytes.hasRemaining()) {
        file.write(bytes, size + bytes.position());
      }
      file.force(false);
      size += lines.size();
    } finally {
      lock.unlock();
    }
  }

  /** The next rows to be delivered; none when all have been. */
  Batch next() throws IOException {
    lock.lock();
    try {
      ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, size - delivered));
      while (piece.hasRemaining() && file.read(piece, delivered + piece.position()) >= 0) {}
      int end = piece.position();
      while (end > 0 && piece.get(end - 1) != '\n') {
        end--;
      }
      List<AuditRow> rows = new ArrayList<>();
      new String(piece.array(), 0, end, UTF_8)
          .lines()
          .forEach(line -> parse(line).ifPresent(rows::add));
      // no line is as long as a piece: without an end it is no line
      return new Batch(rows, delivered + (end == 0 ? piece.position() : end));
    } finally {
      lock.unlock();
    }
  }

  /** They are in the database. */
  void delivered(Batch batch) throws IOException {
    lock.lock();
    try {
      delivered = batch.end();
      if (delivered == size) {
        file.truncate(0);
        delivered = 0;
        size = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return delivered == size;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the file up, and deletes it when nothing is left in it. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try (file) {
      if (delivered == size) {
        Files.deleteIfExists(path);
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<AuditRow> parse(String line) {
    try {
      return Optional.of(JSON.readValue(line, AuditRow.class));
    } catch (JacksonException e) {
      LOG.log(Level.ERROR, "a line of {0} is damaged and was passed over", path);
      return Optional.empty();
    }
  }

  private static long wholeLines(FileChannel file) throws IOException {
    long end = file.size();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (end > 0) {
      one.clear();
      file.read(one, end - 1);
      if (one.get(0) == '\n') {
        return end;
      }
      end--;
    }
    return 0;
  }
}
