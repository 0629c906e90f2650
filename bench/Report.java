import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures through the gateway, beside those straight to the upstream. */
final class Report {

  /** {@code direct} is NaN where there is none. */
  private record Row(String scenario, String figure, double gateway, double direct) {

    double ratio() {
      return gateway / direct;
    }

    /** For latencies, where a difference tells more than a ratio. */
    boolean isTime() {
      return figure.endsWith(" ms");
    }
  }

  private final List<Row> rows = new ArrayList<>();

  /** Adds a figure without a counterpart. */
  void add(String scenario, String figure, double value) {
    add(scenario, figure, value, Double.NaN);
  }

  /** Adds a figure; {@code direct} is the one without the gateway. */
  void add(String scenario, String figure, double gateway, double direct) {
    rows.add(new Row(scenario, figure, gateway, direct));
  }

  /** A table in Markdown. */
  String table() {
    StringBuilder table = new StringBuilder();
    table.append("| scenario | figure | gateway | direct | ratio | added |\n");
    table.append("|---|---|--:|--:|--:|--:|\n");
    for (Row row : rows) {
      String added = row.isTime() ? words(row.gateway - row.direct) : "";
      table.append(
          "| %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  row.scenario,
                  row.figure,
                  words(row.gateway),
                  words(row.direct),
                  words(row.ratio()),
                  added.equals("n/a") ? "" : added));
    }
    return table.toString();
  }

  private static String words(double value) {
    if (!Double.isFinite(value)) {
      return "n/a";
    }
    String format = Math.abs(value) >= 100 || value == Math.rint(value) ? "%,.0f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  /** The same as JSON. */
  String json() {
    List<Object> all = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("scenario", row.scenario);
      members.put("figure", row.figure);
      members.put("gateway", number(row.gateway));
      members.put("direct", number(row.direct));
      members.put("ratio", number(row.ratio()));
      all.add(members);
    }
    return JsonText.of(all) + '\n';
  }

  private static Object number(double value) {
    return Double.isFinite(value) ? (Object) value : Json.NULL;
  }
}
