package dev.localllm.audit;

import java.util.ArrayList;
import java.util.List;

/** The growing end of a chain. Belongs to one thread. */
final class Chain {
  private final String name;
  private long position;
  private String head = Hash.NONE;

  Chain(String name) {
    this.name = name;
  }

  /** The rows that continue the chain; it has grown only when they are {@link #accept accepted}. */
  List<AuditRow> link(List<AuditEvent> events) {
    List<AuditRow> rows = new ArrayList<>();
    long at = position;
    String previous = head;
    for (AuditEvent event : events) {
      AuditRow row = AuditRow.of(event, name, ++at, previous);
      previous = row.hash();
      rows.add(row);
    }
    return rows;
  }

  /** They are kept now. */
  void accept(List<AuditRow> rows) {
    if (!rows.isEmpty()) {
      position = rows.getLast().position();
      head = rows.getLast().hash();
    }
  }
}
