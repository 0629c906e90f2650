package dev.localllm.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.localllm.settings.Storage;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;

/**
 * The database. Nothing is opened before somebody asks for it, so a process that needs none starts
 * without. Thread-safe; every method blocks.
 */
public final class Database implements AutoCloseable {
  private final Storage storage;
  private final @Nullable EmbeddedFile embedded;
  private final ReentrantLock opening = new ReentrantLock();
  private @Nullable HikariDataSource pool;
  private volatile @Nullable Jdbi ready;
  private boolean closed;

  /** The database at {@code storage}'s address. */
  public Database(Storage storage) {
    this.storage = storage;
    embedded = isPostgresql() ? null : new EmbeddedFile(storage.database());
  }

  /** Whether it is PostgreSQL; else it is H2. */
  public boolean isPostgresql() {
    return storage.database().isPostgresql();
  }

  /**
   * Access by SQL, with a schema that this release understands. The first call opens the database,
   * and migrates it if it is behind and {@code MIGRATE_AT_START} says so.
   *
   * @throws StoreUnavailable when it cannot be reached; a later call tries again
   * @throws IncompatibleSchema when its schema is too old or too new
   */
  public Jdbi jdbi() {
    if (embedded != null && embedded.isClosed()) {
      evict();
    }
    Jdbi jdbi = ready;
    return jdbi == null ? open() : jdbi;
  }

  /**
   * Does {@code work} in one transaction, and returns when no crash can undo it.
   *
   * @throws StoreUnavailable when it cannot be reached; or cannot write, and then it is open
   *     whether what was done is kept
   * @throws IncompatibleSchema when its schema is too old or too new
   */
  public <T> T durably(HandleCallback<T, RuntimeException> work) {
    return jdbi()
        .withHandle(handle -> {
          T result = handle.inTransaction(work);
          // PostgreSQL has done so before it told of the commit
          if (embedded != null) {
            embedded.force(handle.getConnection());
          }
          return result;
        });
  }

  /** Whether somebody has used it with success. Does not block. */
  public boolean isOpen() {
    return ready != null;
  }

  /**
   * Whether it answers now.
   *
   * @throws IncompatibleSchema when its schema is too old or too new
   */
  public boolean answers() {
    try {
      return jdbi().withHandle(handle -> handle.createQuery("select 1").mapTo(int.class).one())
          == 1;
    } catch (StoreUnavailable | JdbiException e) {
      return false;
    }
  }

  /**
   * What changes the schema; asks for no particular one.
   *
   * @throws StoreUnavailable when the database cannot be reached
   */
  public Migrations migrations() {
    opening.lock();
    try {
      reach(Jdbi.create(pool()));
      return new Migrations(storage.database(), source());
    } finally {
      opening.unlock();
    }
  }

  /**
   * The schema as it is.
   *
   * @throws StoreUnavailable when the database cannot be reached
   */
  public Schema schema() {
    opening.lock();
    try {
      Jdbi jdbi = Jdbi.create(pool());
      reach(jdbi);
      return Schema.of(jdbi);
    } finally {
      opening.unlock();
    }
  }

  @Override
  public void close() {
    opening.lock();
    try {
      closed = true;
      ready = null;
      if (pool != null) {
        pool.close();
      }
      if (embedded != null) {
        embedded.close();
      }
    } finally {
      opening.unlock();
    }
  }

  /** The embedded database closes itself when it cannot write; its connections would stay dead. */
  private void evict() {
    opening.lock();
    try {
      if (pool != null && !closed) {
        pool.getHikariPoolMXBean().softEvictConnections();
      }
    } finally {
      opening.unlock();
    }
  }

  private Jdbi open() {
    opening.lock();
    try {
      Jdbi jdbi = ready;
      if (jdbi != null) {
        return jdbi;
      }
      jdbi = Jdbi.create(pool());
      // what is in the rows is nothing for a log
      jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
      reach(jdbi);
      Schema schema = Schema.of(jdbi);
      // Flyway takes a second to find nothing to do
      if (storage.migrateAtStart() && schema.version() < Schema.KNOWN) {
        new Migrations(storage.database(), source()).run();
        schema = Schema.of(jdbi);
      }
      schema.demandFit();
      ready = jdbi;
      return jdbi;
    } finally {
      opening.unlock();
    }
  }

  private static void reach(Jdbi jdbi) {
    try {
      jdbi.useHandle(handle -> handle.createQuery("select 1").mapTo(int.class).one());
    } catch (JdbiException e) {
      throw new StoreUnavailable("the database cannot be reached", e);
    }
  }

  private HikariDataSource pool() {
    if (closed) {
      throw new StoreUnavailable("the database has been closed", new IllegalStateException());
    }
    HikariDataSource source = pool;
    if (source == null) {
      source = Pool.open(storage, source());
      pool = source;
    }
    return source;
  }

  private @Nullable DataSource source() {
    return embedded == null ? null : new EmbeddedSource(embedded, storage.database());
  }
}
