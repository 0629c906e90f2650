package dev.localllm.audit;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The chain of events that are part of the change which they tell of: both are in the database, or
 * neither. All processes share it; its end is kept in the table {@code audit_head}.
 */
public final class ChangeTrail {
  /** Its name; no process's chain has it. */
  static final String CHAIN = "changes";

  private ChangeTrail() {}

  /**
   * Adds an event in the transaction that {@code handle} is in, which should end soon: until then
   * nobody else can add one.
   */
  public static void add(Handle handle, AuditEvent event) {
    int locked =
        handle
            .createUpdate("update audit_head set position = position + 1 where chain = :chain")
            .bind("chain", CHAIN)
            .execute();
    if (locked != 1) {
      throw new IllegalStateException("the audit log has lost the end of its chain of changes");
    }
    AuditRow row =
        handle
            .createQuery("select position, hash from audit_head where chain = :chain")
            .bind("chain", CHAIN)
            .map((head, context) ->
                AuditRow.of(event, CHAIN, head.getLong("position"), head.getString("hash")))
            .one();
    handle
        .createUpdate("update audit_head set hash = :hash where chain = :chain")
        .bind("hash", row.hash())
        .bind("chain", CHAIN)
        .execute();
    AuditTable.insert(handle, List.of(row));
  }
}
