package dev.localllm.store;

import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.Secret;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/** Brings the schema up to date, under a lock that Flyway takes on its history. */
public final class Migrations {
  private static final String FOLDER = "classpath:db/migration";

  /** How long another process may be at it. */
  private static final int LOCK_SECONDS = 1800;

  private final Flyway flyway;

  /**
   * Uses a connection of its own, since a migration may take longer than any other statement.
   *
   * @param source makes it; null for one to {@code address}
   */
  Migrations(DatabaseAddress address, @Nullable DataSource source) {
    Secret password = address.password();
    FluentConfiguration configuration = Flyway.configure(Migrations.class.getClassLoader());
    flyway =
        (source == null
                ? configuration.dataSource(
                    address.jdbcUrl(), address.user(), password == null ? null : password.reveal())
                : configuration.dataSource(source))
            // the file flyway.location there is how Flyway finds the folder inside Liberty
            .locations(FOLDER)
            .callbackLocations(new String[0])
            // a newer release may have been here: Schema tells whether that is a problem
            .ignoreMigrationPatterns("*:future")
            .cleanDisabled(true)
            .lockRetryCount(LOCK_SECONDS)
            .loggers("slf4j")
            .load();
  }

  /** The migrations that are still to be run, such as {@code V1__keys_ledger_audit.sql}. */
  public List<String> pending() {
    return Arrays.stream(flyway.info().pending()).map(MigrationInfo::getScript).toList();
  }

  /**
   * Runs them, after whoever else may be running them.
   *
   * @return those that were run
   * @throws StoreUnavailable when one fails; on PostgreSQL and H2 it has left nothing then, or what
   *     it had committed
   */
  public List<String> run() {
    try {
      return flyway.migrate().migrations.stream()
          .map(migration -> String.valueOf(Path.of(migration.filepath).getFileName()))
          .toList();
    } catch (FlywayException e) {
      throw new StoreUnavailable("the database's schema could not be brought up to date", e);
    }
  }
}
