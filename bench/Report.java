import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Figures beside those that they are compared with. */
final class Report {

  /** {@code base}, and with it {@code ratio} and {@code added}, is NaN where there is none. */
  private record Row(
      String scenario, String figure, double value, double base, double ratio, double added) {

    /** For latencies, where a difference tells more than a ratio. */
    boolean isTime() {
      return figure.endsWith(" ms");
    }
  }

  private final String what;
  private final String beside;
  private final List<Row> rows = new ArrayList<>();

  /** Of {@code what}, beside those of {@code beside}. */
  Report(String what, String beside) {
    this.what = what;
    this.beside = beside;
  }

  /** Adds a figure without a counterpart. */
  void add(String scenario, String figure, double value) {
    add(scenario, figure, value, Double.NaN);
  }

  /** Adds a figure; {@code base} is what it is compared with. */
  void add(String scenario, String figure, double value, double base) {
    add(scenario, figure, List.of(new Sides(value, base)));
  }

  /** Adds the medians of a figure that was taken several times, and of how the two compared. */
  void add(String scenario, String figure, List<Sides> times) {
    rows.add(
        new Row(
            scenario,
            figure,
            median(times, Sides::value),
            median(times, Sides::base),
            median(times, sides -> sides.value / sides.base),
            median(times, sides -> sides.value - sides.base)));
  }

  /** A figure of one time, and what it is compared with. */
  record Sides(double value, double base) {}

  private static double median(List<Sides> times, ToDoubleFunction<Sides> figure) {
    double[] sorted = times.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** A table in Markdown. */
  String table() {
    StringBuilder table = new StringBuilder();
    table.append("| scenario | figure | %s | %s | ratio | added |\n".formatted(what, beside));
    table.append("|---|---|--:|--:|--:|--:|\n");
    for (Row row : rows) {
      String added = row.isTime() ? words(row.added) : "";
      table.append(
          "| %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  row.scenario,
                  row.figure,
                  words(row.value),
                  words(row.base),
                  words(row.ratio),
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
      members.put(what, number(row.value));
      members.put(beside, number(row.base));
      members.put("ratio", number(row.ratio));
      all.add(members);
    }
    return JsonText.of(all) + '\n';
  }

  private static Object number(double value) {
    return Double.isFinite(value) ? (Object) value : Json.NULL;
  }
}
