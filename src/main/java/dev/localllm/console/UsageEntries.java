package dev.localllm.console;

import dev.localllm.usage.EntryCursor;
import dev.localllm.usage.EntryPage;
import dev.localllm.usage.EntryQuery;
import dev.localllm.usage.UsageReports;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Single requests of the ledger, page by page. Thread-safe; blocks. */
final class UsageEntries {
  private static final String LIST = "entries";

  private final UsageReports reports;
  private final InstantSource clock;

  UsageEntries(UsageReports reports, InstantSource clock) {
    this.reports = reports;
    this.clock = clock;
  }

  /** A page of entries, the latest first. */
  Reply page(Map<String, List<String>> parameters) {
    Flaws flaws = new Flaws();
    Query query = new Query(parameters, UsageParameters.COMMON, flaws);
    var asked = new UsageParameters(query, flaws);
    var question =
        new EntryQuery(
            asked.days(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)),
            asked.filter(),
            query.limit(),
            query.after(LIST, 1, place -> cursor(place.getFirst())));
    flaws.check();
    EntryPage page = reports.entries(question);
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    page.entries().forEach(entry -> items.add(UsageJson.of(entry)));
    json.put("next", page.next().map(next -> Cursor.of(LIST, next.toString())).orElse(null));
    return Reply.ok(json);
  }

  private static Optional<EntryCursor> cursor(String text) {
    try {
      return Optional.of(EntryCursor.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
