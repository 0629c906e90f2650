package dev.localllm.usage;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a row cell by cell, in the order of {@link EntryRow#COLUMNS}. */
interface Cells {

  /** A text, or null. */
  void text(@Nullable String value) throws SQLException;

  default void text(Optional<String> value) throws SQLException {
    text(value.orElse(null));
  }

  /** A number, or null. */
  void number(@Nullable Long value) throws SQLException;

  default void number(long value) throws SQLException {
    number(Long.valueOf(value));
  }

  void amount(BigDecimal value) throws SQLException;

  void truth(boolean value) throws SQLException;

  void time(Instant value) throws SQLException;
}
