package dev.localllm.store;

import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/** Brings the schema up to date, under a lock that Flyway takes on its history. */
public final class Migrations {
  private static final String FOLDER = "classpath:db/migration";

  private final Flyway flyway;

  Migrations(DataSource source) {
    flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(source)
            // the file flyway.location there is how Flyway finds the folder inside Liberty
            .locations(FOLDER)
            .callbackLocations(new String[0])
            // a newer release may have been here: Schema tells whether that is a problem
            .ignoreMigrationPatterns("*:future")
            .cleanDisabled(true)
            .loggers("slf4j")
            .load();
  }

  /** The migrations that are still to be run, such as {@code V1__keys_ledger_audit.sql}. */
  public List<String> pending() {
    return Arrays.stream(flyway.info().pending()).map(MigrationInfo::getScript).toList();
  }

  /**
   * Runs them.
   *
   * @return how many there were
   * @throws StoreUnavailable when one fails; on PostgreSQL and H2 it has left nothing then, or what
   *     it had committed
   */
  public int run() {
    try {
      return flyway.migrate().migrationsExecuted;
    } catch (FlywayException e) {
      throw new StoreUnavailable("the database's schema could not be brought up to date", e);
    }
  }
}
