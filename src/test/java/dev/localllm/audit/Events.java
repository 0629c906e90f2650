package dev.localllm.audit;

import dev.localllm.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Events to test with. */
final class Events {
  static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");

  private Events() {}

  static AuditEvent created(String key) {
    return new AuditEvent(
        NOON,
        AuditAction.KEY_CREATED,
        AuditOutcome.SUCCESS,
        new Actor(Actor.Kind.KEY, "key_0", "root"),
        "10.0.0.1",
        "req_1",
        key,
        Map.of("owner", "Zoë \uD83D\uDE00"));
  }

  static AuditEvent denied(String actor, String address, Instant at) {
    return new AuditEvent(
        at,
        AuditAction.ACCESS_DENIED,
        AuditOutcome.DENIED,
        new Actor(Actor.Kind.UNKNOWN, "", actor),
        address,
        "req_2",
        "/v1/models",
        Map.of());
  }

  /** Adds a chain of that many events whose subjects are k1, k2 and so on. */
  static List<AuditRow> add(Database database, String chain, int count) {
    List<AuditRow> rows =
        new Chain(chain)
            .link(IntStream.rangeClosed(1, count).mapToObj(i -> created("k" + i)).toList());
    database.jdbi().useTransaction(handle -> AuditTable.add(handle, rows));
    return rows;
  }

  static List<String> subjects(Database database) {
    return new AuditQuery(database)
        .page(AuditFilter.ALL, null, AuditQuery.LONGEST).rows().stream()
            .map(AuditRow::subject)
            .sorted()
            .toList();
  }
}
