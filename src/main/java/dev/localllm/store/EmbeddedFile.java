package dev.localllm.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.localllm.settings.DatabaseAddress;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The embedded database's file: opened so that nothing is missed that had been written, and written
 * when it matters. H2 by itself does neither. It acknowledges a commit up to half a second before
 * it writes it; and after a crash its quick recovery may find a state that is up to 20 writes old,
 * because the file's header names the write before the last one (2.5.252, {@code
 * RandomAccessStore.writeChunk}). Thread-safe.
 */
final class EmbeddedFile implements AutoCloseable {
  private static final Logger LOG = System.getLogger(EmbeddedFile.class.getName());
  private static final Pattern URL =
      Pattern.compile(
          "jdbc:h2:(?:(?:file|async|nio):(?<told>[^;]+)|(?<bare>(?:[A-Za-z]:)?[^:;]+))(?<more>;.*)?");
  private static final int HEADER = 4096;

  private final Optional<Path> file;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable MVStore opened;

  /** No caller's thread: an interrupt would let H2 stop waiting for its own writes. */
  private final ExecutorService writing =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("database").factory());

  /** How a connection is made. */
  interface Connecting {
    Connection connect() throws SQLException;
  }

  /** That of {@code address}, which may also be in memory. */
  EmbeddedFile(DatabaseAddress address) {
    file = file(address.jdbcUrl());
  }

  /** Makes a connection; the first one to a file that was not closed mends it before. */
  Connection connect(Connecting connecting) throws SQLException {
    if (file.isEmpty()) {
      return connecting.connect();
    }
    opening.lock();
    try {
      // never while it is open here: to close it again would give up our lock (POSIX)
      if (opened == null || isClosed()) {
        mend(file.get());
      }
      Connection connection = connecting.connect();
      opened = store(connection);
      return connection;
    } finally {
      opening.unlock();
    }
  }

  /** Whether it was open and no longer is: nobody uses it, or it could not write. */
  boolean isClosed() {
    MVStore store = opened;
    return store != null && store.isClosed();
  }

  /**
   * Returns when the disk has what {@code connection} has committed. Costs about a millisecond.
   *
   * @throws StoreUnavailable when it cannot be written, or the database was closed meanwhile; it is
   *     open then whether a crash would undo it
   */
  void force(Connection connection) {
    if (file.isEmpty()) {
      return;
    }
    try {
      MVStore store = store(connection);
      CompletableFuture.runAsync(() -> write(store), writing).join();
    } catch (SQLException | CompletionException e) {
      throw new StoreUnavailable("the database cannot write what was changed", e);
    }
  }

  @Override
  public void close() {
    writing.shutdown();
  }

  /** The file behind a URL; empty when it is none, or encrypted. */
  static Optional<Path> file(String jdbcUrl) {
    Matcher url = URL.matcher(jdbcUrl);
    if (!url.matches() || String.valueOf(url.group("more")).contains("CIPHER=")) {
      return Optional.empty();
    }
    String path = url.group("told") == null ? url.group("bare") : url.group("told");
    if (path.startsWith("~")) {
      path = System.getProperty("user.home", "") + path.substring(1);
    }
    return Optional.of(Path.of(path + ".mv.db"));
  }

  private static void write(MVStore store) {
    store.commit();
    // the commit may have been another thread's, which writes later; this waits for its writes too
    store.executeFilestoreOperation(() -> store.getFileStore().sync());
  }

  private static MVStore store(Connection connection) throws SQLException {
    var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    return session.getDatabase().getStore().getMvStore();
  }

  /** Looks at the whole file for what was written last, and closes it properly. */
  private static void mend(Path file) throws SQLException {
    try {
      if (!Files.exists(file) || closedProperly(file)) {
        return;
      }
      LOG.log(Level.INFO, "the embedded database was not closed; looking for its last state");
      new MVStore.Builder().fileName("async:" + file).recoveryMode().open().close();
    } catch (IOException e) {
      throw new SQLException("the database's file cannot be read", e);
    } catch (MVStoreException e) {
      // another process has it, or it cannot be mended: opening it says so
      LOG.log(Level.DEBUG, "the embedded database cannot be looked at", e);
    }
  }

  private static boolean closedProperly(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      return new String(content.readNBytes(HEADER), ISO_8859_1).contains("clean:1");
    }
  }
}
