package dev.localllm.audit;

import dev.localllm.audit.BrokenLink.Flaw;
import dev.localllm.store.Database;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Checks every link of every chain and of the anchors, a page at a time. Thread-safe; blocks. */
public final class AuditVerifier {
  private static final int PAGE = 1000;

  private static final String EVENTS =
      """
      select chain, position, at, action, outcome, actor, address, request_id, subject, detail,
        previous_hash, hash
      from audit_event
      where chain > :chain or (chain = :chain and position > :position)
      order by chain, position fetch first :limit rows only
      """;

  private static final String ANCHORS =
      """
      select anchor.position, anchor.on_date, anchor.chain, anchor.chain_position,
        anchor.chain_hash, anchor.previous_hash, anchor.hash, event.hash as found
      from audit_anchor anchor
      left join audit_event event
        on event.chain = anchor.chain and event.position = anchor.chain_position
      where anchor.position > :position
      order by anchor.position fetch first :limit rows only
      """;

  private static final String ENDS =
      """
      select head.chain, head.position, head.hash, event.hash as found,
        (select coalesce(max(other.position), 0) from audit_event other
          where other.chain = head.chain) as last
      from audit_head head
      left join audit_event event on event.chain = head.chain and event.position = head.position
      """;

  private static final String END =
      "select coalesce(max(position), 0) from audit_event where chain = :chain";

  private final Database database;
  private final int page;

  /** An anchor and the hash that the row now has which it is about. */
  private record Held(Anchor anchor, @Nullable String found) {}

  /** What is kept as a chain's end, and whether its last row has the same hash. */
  private record End(String chain, long position, long last, boolean same) {}

  /** Checks the log in that database. */
  public AuditVerifier(Database database) {
    this(database, PAGE);
  }

  AuditVerifier(Database database, int page) {
    this.database = database;
    this.page = page;
  }

  /**
   * Walks the whole log, also past what is broken.
   *
   * @throws dev.localllm.store.StoreUnavailable when the database cannot be reached
   */
  public AuditReport verify() {
    return database
        .jdbi()
        .withHandle(handle -> {
          var findings = new Findings();
          // the anchors last: what they know of was there before
          events(handle, findings);
          anchors(handle, findings);
          ends(handle, findings);
          return findings.report();
        });
  }

  private void events(Handle handle, Findings findings) {
    String chain = "";
    long position = Long.MIN_VALUE;
    List<AuditRow> rows;
    do {
      rows =
          handle
              .createQuery(EVENTS)
              .bind("chain", chain)
              .bind("position", position)
              .bind("limit", page)
              .map(AuditTable.ROW)
              .list();
      rows.forEach(findings::event);
      if (!rows.isEmpty()) {
        chain = rows.getLast().chain();
        position = rows.getLast().position();
      }
    } while (rows.size() == page);
  }

  private void anchors(Handle handle, Findings findings) {
    long position = Long.MIN_VALUE;
    List<Held> rows;
    do {
      rows =
          handle
              .createQuery(ANCHORS)
              .bind("position", position)
              .bind("limit", page)
              .map((row, context) -> new Held(Anchor.read(row), row.getString("found")))
              .list();
      for (Held held : rows) {
        if (findings.anchor(held.anchor()) && !held.anchor().chain().isEmpty()) {
          compare(handle, held, findings);
        }
        position = held.anchor().position();
      }
    } while (rows.size() == page);
  }

  /** One statement, so that it sees an end and its row as they were at the same time. */
  private static void ends(Handle handle, Findings findings) {
    List<End> ends =
        handle
            .createQuery(ENDS)
            .map((row, context) ->
                new End(
                    row.getString("chain"),
                    row.getLong("position"),
                    row.getLong("last"),
                    row.getString("hash").equals(row.getString("found"))))
            .list();
    if (ends.stream().noneMatch(end -> end.chain().equals(ChangeTrail.CHAIN))) {
      findings.broken(new BrokenLink(ChangeTrail.CHAIN, 0, Flaw.TRUNCATED));
    }
    for (End end : ends) {
      if (end.last() < end.position()) {
        findings.broken(new BrokenLink(end.chain(), end.last() + 1, Flaw.TRUNCATED));
      } else if (end.last() > end.position()) {
        findings.broken(new BrokenLink(end.chain(), end.position() + 1, Flaw.BEYOND_END));
      } else if (end.position() > 0 && !end.same()) {
        findings.broken(new BrokenLink(end.chain(), end.position(), Flaw.REWRITTEN));
      }
    }
  }

  private static void compare(Handle handle, Held held, Findings findings) {
    Anchor anchor = held.anchor();
    String found = held.found();
    if (found == null) {
      long end = handle.createQuery(END).bind("chain", anchor.chain()).mapTo(Long.class).one();
      long missing = Math.min(end + 1, anchor.chainPosition());
      findings.broken(new BrokenLink(anchor.chain(), missing, Flaw.TRUNCATED));
    } else if (!found.equals(anchor.chainHash())) {
      findings.broken(new BrokenLink(anchor.chain(), anchor.chainPosition(), Flaw.REWRITTEN));
    }
  }
}
