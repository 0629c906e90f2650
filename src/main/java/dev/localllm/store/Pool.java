package dev.localllm.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.Storage;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes the pool of connections. */
final class Pool {

  private Pool() {}

  /**
   * One that has no connection to begin with.
   *
   * @param source makes the connections; null for those to PostgreSQL
   */
  static HikariDataSource open(Storage storage, @Nullable DataSource source) {
    DatabaseAddress address = storage.database();
    Duration timeout = storage.timeout();
    var config = new HikariConfig();
    config.setPoolName("database");
    if (source == null) {
      config.setJdbcUrl(address.jdbcUrl());
      config.setDriverClassName("org.postgresql.Driver");
      config.setUsername(address.user());
      config.setPassword(address.password() == null ? null : address.password().reveal());
    } else {
      config.setDataSource(source);
    }
    config.setMaximumPoolSize(storage.poolSize());
    config.setMinimumIdle(0);
    config.setConnectionTimeout(Math.max(timeout.toMillis(), 250));
    // no connection is needed to begin with
    config.setInitializationFailTimeout(-1);
    if (address.isPostgresql()) {
      String seconds = String.valueOf(Math.max(1, timeout.toSeconds()));
      config.addDataSourceProperty("connectTimeout", seconds);
      // a server that has gone without a word must not hold a connection for ever
      config.addDataSourceProperty(
          "socketTimeout", String.valueOf(Math.max(1, timeout.toSeconds()) * 4));
      config.addDataSourceProperty("tcpKeepAlive", "true");
      config.addDataSourceProperty("reWriteBatchedInserts", "true");
      // as with JDBI: what is in the rows is nothing for a log
      config.addDataSourceProperty("logServerErrorDetail", "false");
      config.addDataSourceProperty("ApplicationName", "local-llm-server");
    }
    return new HikariDataSource(config);
  }
}
