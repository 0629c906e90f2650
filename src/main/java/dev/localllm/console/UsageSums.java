package dev.localllm.console;

import dev.localllm.usage.UsageQuery;
import dev.localllm.usage.UsageReports;
import dev.localllm.usage.UsageSum;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What requests come to. Every method blocks and is thread-safe. */
final class UsageSums {
  private static final String LIST = "usage";
  private static final int PAGE = 1000;
  private static final int MOST_ROWS = 20_000;
  private static final int FARTHEST = 1_000_000;

  private final UsageReports reports;
  private final InstantSource clock;

  UsageSums(UsageReports reports, InstantSource clock) {
    this.reports = reports;
    this.clock = clock;
  }

  /** A page of sums. */
  Reply page(Map<String, List<String>> parameters) {
    Flaws flaws = new Flaws();
    Query query = query(parameters, flaws);
    int limit = query.limit();
    int offset = query.after(LIST, 1, place -> Query.whole(place.getFirst(), FARTHEST)).orElse(0);
    UsageQuery asked = asked(query, flaws);
    List<UsageSum> sums = reports.sums(at(asked, offset, limit + 1));
    ObjectNode json = Json.object();
    json.put("from", asked.days().from().toString());
    json.put("to", asked.days().to().toString());
    ArrayNode items = json.putArray("items");
    sums.stream().limit(limit).map(UsageJson::of).forEach(items::add);
    json.put("next", sums.size() > limit ? Cursor.of(LIST, String.valueOf(offset + limit)) : null);
    return Reply.ok(json);
  }

  /**
   * All sums as a table.
   *
   * @throws Refusal when there are too many
   */
  String table(Map<String, List<String>> parameters) {
    Flaws flaws = new Flaws();
    Query query = query(parameters, flaws);
    for (String name : List.of("after", "limit")) {
      if (parameters.containsKey(name)) {
        flaws.add(name, "is not for tables, which come as a whole");
      }
    }
    UsageQuery asked = asked(query, flaws);
    var table = new StringBuilder(row(UsageJson.empty(asked.groupBy()).propertyNames().stream()));
    for (int offset = 0; ; offset += PAGE) {
      List<UsageSum> sums = reports.sums(at(asked, offset, PAGE));
      sums.forEach(
          sum -> table.append(row(UsageJson.of(sum).valueStream().map(JsonNode::asString))));
      if (sums.size() < PAGE) {
        return table.toString();
      }
      if (offset + PAGE >= MOST_ROWS) {
        throw Refusal.plain(
            400, "more than " + MOST_ROWS + " rows; ask for fewer days, or group by less");
      }
    }
  }

  private static String row(Stream<String> cells) {
    return Csv.row(cells.toList());
  }

  private static Query query(Map<String, List<String>> parameters, Flaws flaws) {
    Set<String> known = new HashSet<>(UsageParameters.COMMON);
    known.addAll(Set.of("group_by", "format"));
    return new Query(parameters, known, flaws);
  }

  private UsageQuery asked(Query query, Flaws flaws) {
    var parameters = new UsageParameters(query, flaws);
    var asked =
        new UsageQuery(
            parameters.days(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)),
            parameters.filter(),
            parameters.groupBy(),
            PAGE,
            0);
    query.read(
        "format",
        "must be json or csv",
        text -> Optional.of(text).filter(Set.of("json", "csv")::contains));
    flaws.check();
    return asked;
  }

  private static UsageQuery at(UsageQuery query, int offset, int limit) {
    return new UsageQuery(query.days(), query.filter(), query.groupBy(), limit, offset);
  }
}
