package dev.localllm.store;

import dev.localllm.settings.DatabaseAddress;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/** Makes connections to an {@link EmbeddedFile}. Thread-safe. */
final class EmbeddedSource implements DataSource {
  private final EmbeddedFile file;
  private final JdbcDataSource source = new JdbcDataSource();

  EmbeddedSource(EmbeddedFile file, DatabaseAddress address) {
    this.file = file;
    source.setURL(address.jdbcUrl());
    source.setUser(String.valueOf(address.user()));
    source.setPassword(address.password() == null ? "" : address.password().reveal());
  }

  @Override
  public Connection getConnection() throws SQLException {
    return file.connect(source::getConnection);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return file.connect(() -> source.getConnection(user, password));
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return source.getLogWriter();
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    source.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) {
    source.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() {
    return source.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return source.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return source.isWrapperFor(type);
  }
}
