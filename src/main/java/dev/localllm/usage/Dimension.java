package dev.localllm.usage;

/** What sums may be split by. */
public enum Dimension {
  /** The day (UTC), such as {@code 2026-11-21}. */
  DAY("on_date"),
  /** The caller's id. */
  KEY("key_id"),
  /** Whom the caller belongs to; empty if not known. */
  OWNER("owner"),
  /** The team of the owner; empty if not known. */
  TEAM("team"),
  /** The model as a backend was asked; empty when a request did not get that far. */
  MODEL("model"),
  /** The backend; empty when a request did not get that far. */
  BACKEND("backend"),
  /** Label of the client's dialect. */
  DIALECT("dialect");

  private final String column;

  Dimension(String column) {
    this.column = column;
  }

  /** Its column in {@code usage_day}. */
  String column() {
    return column;
  }
}
