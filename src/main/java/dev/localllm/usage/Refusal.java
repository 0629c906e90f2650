package dev.localllm.usage;

import java.sql.SQLException;

/** Why a database did not do what it was told. */
enum Refusal {
  /** The row can never be stored. */
  BAD_ROW,
  /** Somebody else was faster; the next attempt sees what they did. */
  CONFLICT,
  /** Anything else; it may be better later. */
  AWAY;

  /** By the {@code SQLSTATE} in the chain of causes. */
  static Refusal of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return of(sql.getSQLState());
      }
    }
    return AWAY;
  }

  private static Refusal of(String state) {
    // a unique key, a deadlock; H2's lock timeout and concurrent update
    if (state.equals("23505")
        || state.startsWith("40")
        || state.equals("HYT00")
        || state.equals("90131")) {
      return CONFLICT;
    }
    // data, constraints, limits such as that of an index row
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("54")
        ? BAD_ROW
        : AWAY;
  }
}
