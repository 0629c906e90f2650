package dev.localllm.store;

import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.Storage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Both kinds of database, each time a fresh and empty one. */
public enum Stores {
  H2,
  POSTGRESQL;

  private static final AtomicInteger COUNT = new AtomicInteger();

  /** For {@code @MethodSource}. */
  public static Stream<Stores> all() {
    return Stream.of(values());
  }

  /** A new database with this release's schema; close it. */
  public Database open() {
    Database database = new Database(storage(true));
    database.jdbi();
    return database;
  }

  /** Settings that lead to a new and empty database. */
  public Storage storage(boolean migrateAtStart) {
    String name = "test" + COUNT.incrementAndGet();
    return new Storage(
        address(name),
        5,
        Duration.ofSeconds(5),
        migrateAtStart,
        null,
        Path.of("target/test-data").toAbsolutePath());
  }

  private DatabaseAddress address(String name) {
    return switch (this) {
      case H2 -> new DatabaseAddress("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", null);
      case POSTGRESQL -> {
        try (var connection = Server.RUNNING.getPostgresDatabase().getConnection();
            var statement = connection.createStatement()) {
          statement.execute("create database " + name);
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
        yield new DatabaseAddress(Server.RUNNING.getJdbcUrl("postgres", name), "postgres", null);
      }
    };
  }

  /** Started when the first test needs it; ends with the JVM. */
  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("timezone", "Asia/Tokyo").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
