package dev.localllm.console;

import dev.localllm.audit.AuditCursor;
import dev.localllm.audit.AuditFilter;
import dev.localllm.audit.AuditPage;
import dev.localllm.audit.AuditQuery;
import dev.localllm.audit.AuditRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The audit log, page by page. Thread-safe; blocks. */
final class AuditPages {
  private static final String LIST = "audit";
  private static final Set<String> PARAMETERS =
      Set.of("from", "to", "action", "actor", "subject", "after", "limit");

  private final AuditQuery query;

  AuditPages(AuditQuery query) {
    this.query = query;
  }

  /** A page of the events that {@code parameters} ask for, the latest first. */
  Reply page(Map<String, List<String>> parameters) {
    Flaws flaws = new Flaws();
    Query asked = new Query(parameters, PARAMETERS, flaws);
    AuditFilter filter =
        new AuditFilter(
            asked.time("from").orElse(AuditFilter.ALL.from()),
            asked.time("to").orElse(AuditFilter.ALL.until()),
            asked.text("action").orElse(""),
            asked.text("actor").orElse(""),
            asked.text("subject").orElse(""));
    int limit = asked.limit();
    Optional<AuditCursor> after =
        asked.after(LIST, 1, place -> AuditCursor.parse(place.getFirst()));
    flaws.check();
    return Reply.ok(json(query.page(filter, after.orElse(null), limit)));
  }

  private static ObjectNode json(AuditPage page) {
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    page.rows().forEach(row -> items.add(json(row)));
    AuditCursor next = page.next();
    json.put("next", next == null ? null : Cursor.of(LIST, next.toString()));
    return json;
  }

  private static ObjectNode json(AuditRow row) {
    ObjectNode json = Json.object();
    json.put("chain", row.chain());
    json.put("position", row.position());
    json.put("at", Times.write(row.at()));
    json.put("action", row.action());
    json.put("outcome", row.outcome());
    json.put("actor", row.actor());
    json.put("address", row.address());
    json.put("request_id", row.requestId());
    json.put("subject", row.subject());
    JsonNode detail = Json.tree(row.detail());
    // names may be alike; events of earlier releases do not tell these
    json.put("actor_kind", detail.path("actor_kind").asString(""));
    json.put("actor_id", detail.path("actor_id").asString(""));
    json.set("detail", detail);
    json.put("previous_hash", row.previousHash());
    json.put("hash", row.hash());
    return json;
  }
}
