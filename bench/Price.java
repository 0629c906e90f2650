import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what keys, limits in Redis and a ledger in PostgreSQL cost: of two gateways one does
 * without and one has them all, and both take the same load, in turn. Several such pairs, since
 * what the compiler has made of a gateway lasts as long as its process.
 */
final class Price implements AutoCloseable {

  private static final String HELP =
      """
      java bench/Price.java --database URL --redis URL [options]
                            needs JDK 25 and target/local-llm-server.zip

        --database URL    PostgreSQL, such as postgresql://user:password@127.0.0.1/bench
        --redis URL       Redis, such as redis://127.0.0.1
                          Both for this alone: a key, the rows of a ledger and counters stay there.
        --zip FILE        the packaged server (target/local-llm-server.zip)
        --pairs NUMBER    how many pairs of gateways are started, one after the other (3)
        --rounds NUMBER   how often each pair takes each load (3)
        --warm TIME       how long to load each gateway before measuring (120s)
      """;
  private static final List<String> KNOWN =
      List.of("--database", "--redis", "--zip", "--pairs", "--rounds", "--warm");

  private final Options options;
  private final Child upstream = Child.upstream();
  private final int upstreamPort;
  private final Map<String, Scenario> scenarios = new LinkedHashMap<>();
  private final Map<String, Map<String, List<Report.Sides>>> measured = new LinkedHashMap<>();

  private Price(Options options) throws IOException {
    this.options = options;
    upstreamPort = Integer.parseInt(upstream.line());
    scenarios.put("unary", Scenario.unary());
    scenarios.put("rate", Scenario.rate());
    scenarios.put("streams500", Scenario.usualStreams());
  }

  public static void main(String[] arguments) throws IOException {
    Options options = Options.read(arguments, KNOWN, HELP);
    if (!options.has("--database") || !options.has("--redis")) {
      System.err.print("Which database and which Redis?\n\n" + HELP);
      System.exit(2);
    }
    try (Price price = new Price(options)) {
      long pairs = options.number("--pairs", 3);
      for (int i = 1; i <= pairs; i++) {
        progress("pair " + i + " of " + pairs + " starts");
        price.pair();
      }
      System.out.print(price.table());
    }
  }

  private void pair() throws IOException {
    Path zip = options.path("--zip", "target/local-llm-server.zip");
    Duration warm = options.duration("--warm", "120s");
    long rounds = options.number("--rounds", 3);
    String database = options.text("--database", "");
    try (Pair pair = new Pair(zip, upstreamPort, database, options.text("--redis", ""))) {
      progress("warming up for " + warm.toSeconds() + " s each");
      pair.warm(warm);
      for (int round = 1; round <= rounds; round++) {
        progress("round " + round + " of " + rounds);
        for (Map.Entry<String, Scenario> scenario : scenarios.entrySet()) {
          note(scenario.getKey(), pair.measure(scenario.getValue(), round % 2 == 0));
        }
      }
    }
  }

  private void note(String scenario, Pair.Both both) {
    progress("  " + scenario + " on  " + both.on().values);
    progress("  " + scenario + " off " + both.off().values);
    Map<String, List<Report.Sides>> figures =
        measured.computeIfAbsent(scenario, _ -> new LinkedHashMap<>());
    both.on()
        .values
        .forEach((figure, value) ->
            figures
                .computeIfAbsent(figure, _ -> new ArrayList<>())
                .add(new Report.Sides(value, both.off().values.get(figure))));
  }

  /** The medians of all rounds of all pairs. */
  private String table() {
    Report report = new Report("on", "off");
    measured.forEach((scenario, figures) ->
        figures.forEach((figure, times) -> report.add(scenario, figure, times)));
    return report.table();
  }

  private static void progress(String what) {
    System.err.println(what);
  }

  @Override
  public void close() {
    upstream.close();
  }
}
