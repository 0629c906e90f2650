import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures what keys, limits in Redis and a ledger in PostgreSQL cost: of two gateways one does
 * without and one has them all, and both take the same load, in turn.
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
        --rounds NUMBER   how often each load is measured, on each of the two (4)
        --warm TIME       how long to load each of them before measuring (120s)
      """;
  private static final List<String> KNOWN =
      List.of("--database", "--redis", "--zip", "--rounds", "--warm");
  private static final Pattern SECRET = Pattern.compile("\"secret\" *: *\"(llm_[^\"]+)\"");

  private final Child upstream = Child.upstream();
  private final Gateway off;
  private final Gateway on;
  private final Target without;
  private final Target with;
  private final Map<String, Scenario> scenarios = new LinkedHashMap<>();
  private final Map<String, Map<String, List<double[]>>> measured = new LinkedHashMap<>();

  private Price(Options options) throws IOException {
    Path zip = options.path("--zip", "target/local-llm-server.zip");
    int upstreamPort = Integer.parseInt(upstream.line());
    progress("starting the gateway without them");
    off = new Gateway(zip, upstreamPort, Map.of("AUTH_MODE", "none"));
    progress("starting the gateway with keys, limits and ledger");
    String admin = "llm_" + UUID.randomUUID().toString().replace("-", "");
    on =
        new Gateway(
            zip,
            upstreamPort,
            Map.of(
                "AUTH_MODE",
                "keys",
                "ADMIN_KEY",
                admin,
                "DATABASE_URL",
                options.text("--database", ""),
                "REDIS_URL",
                options.text("--redis", "")),
            admin);
    without = new Target(off.port(), true);
    with = new Target(on.port(), true, limitedKey());
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
      price.warm(options.duration("--warm", "120s"));
      long rounds = options.number("--rounds", 4);
      for (int round = 1; round <= rounds; round++) {
        progress("round " + round + " of " + rounds);
        price.round(round % 2 == 0);
      }
      System.out.print(price.table());
    }
  }

  /** A key whose limits are counted with each request and never reached. */
  private String limitedKey() throws IOException {
    String answer =
        on.post(
            "/admin/v1/keys",
            """
            {"name": "bench-%d", "owner": "bench", "scopes": ["inference"],
             "requests_per_minute": 100000000, "tokens_per_minute": 100000000}
            """
                .formatted(System.currentTimeMillis()));
    Matcher secret = SECRET.matcher(answer);
    if (!secret.find()) {
      throw new IOException("no key was made: " + answer);
    }
    return secret.group(1);
  }

  /** In turn, so that the machine's better and worse minutes meet both. */
  private void warm(Duration time) throws IOException {
    progress("warming up for " + time.toSeconds() + " s each");
    for (int i = 0; i < 4 && !time.isZero(); i++) {
      new Unary(without, 64, time.dividedBy(4)).run();
      new Unary(with, 64, time.dividedBy(4)).run();
    }
  }

  private void round(boolean turned) throws IOException {
    for (Map.Entry<String, Scenario> scenario : scenarios.entrySet()) {
      String name = scenario.getKey();
      if (turned) {
        Figures dear = on.measure(scenario.getValue(), with);
        note(name, dear, off.measure(scenario.getValue(), without));
      } else {
        Figures cheap = off.measure(scenario.getValue(), without);
        note(name, on.measure(scenario.getValue(), with), cheap);
      }
    }
  }

  private void note(String scenario, Figures dear, Figures cheap) {
    Map<String, List<double[]>> figures =
        measured.computeIfAbsent(scenario, _ -> new LinkedHashMap<>());
    dear.values.forEach((figure, value) ->
        figures
            .computeIfAbsent(figure, _ -> new ArrayList<>())
            .add(new double[] {value, cheap.values.get(figure)}));
  }

  /** The medians of all rounds. */
  private String table() {
    Report report = new Report("on", "off");
    measured.forEach((scenario, figures) ->
        figures.forEach(
            (figure, pairs) -> report.add(scenario, figure, median(pairs, 0), median(pairs, 1))));
    return report.table();
  }

  private static double median(List<double[]> pairs, int which) {
    double[] sorted = pairs.stream().mapToDouble(pair -> pair[which]).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }

  private static void progress(String what) {
    System.err.println(what);
  }

  @Override
  public void close() {
    on.close();
    off.close();
    upstream.close();
  }
}
