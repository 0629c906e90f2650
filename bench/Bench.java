import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures the packaged gateway against a fake upstream, each time beside the direct way. */
final class Bench implements AutoCloseable {

  private static final String HELP =
      """
      java bench/Bench.java [options]       needs JDK 25 and target/local-llm-server.zip

        --zip FILE        the packaged server (target/local-llm-server.zip)
        --target NAME     gateway: OpenAI's API in, Ollama's out, every token translated
                          native: Ollama's API in and out, forwarded as it is
        --only A,B        scenarios: unary rate streams500 streams2000 relay cancel (all)
        --warm TIME       how long to load it before measuring, in all (60s)
        --json FILE       also write the figures there

      All traffic stays on 127.0.0.1.
      """;
  private static final List<String> KNOWN =
      List.of("--zip", "--target", "--only", "--warm", "--json");

  private final Report report = new Report("gateway", "direct");
  private final Child upstream = Child.upstream();
  private final int upstreamPort = Integer.parseInt(upstream.line());
  private final Map<String, Scenario> scenarios = new LinkedHashMap<>();
  private final Gateway gateway;
  private final Target direct;
  private final Target through;
  private final PeakMemory memory;

  private Bench(Options options) throws IOException {
    progress("starting the gateway");
    gateway =
        new Gateway(options.path("--zip", "target/local-llm-server.zip"), upstreamPort, Map.of());
    memory = new PeakMemory(gateway.process());
    direct = new Target(upstreamPort, false);
    through = new Target(gateway.port(), !options.text("--target", "gateway").equals("native"));
    scenarios.put("unary", Scenario.unary());
    scenarios.put("rate", Scenario.rate());
    scenarios.put("streams500", Scenario.usualStreams());
    scenarios.put("streams2000", Scenario.streams(2000, 4000, 50, 40));
    scenarios.put("relay", Scenario.streams(50, 50, 500, 0));
    scenarios.put("cancel", target -> new Cancel(target, upstreamPort, 200).run());
  }

  public static void main(String[] arguments) throws IOException {
    Options options = Options.read(arguments, KNOWN, HELP);
    try (Bench bench = new Bench(options)) {
      bench.start();
      bench.warm(options.duration("--warm", "60s"));
      List<String> wanted = List.of(options.text("--only", "").split(","));
      for (Map.Entry<String, Scenario> scenario : bench.scenarios.entrySet()) {
        if (!options.has("--only") || wanted.contains(scenario.getKey())) {
          bench.measure(scenario.getKey(), scenario.getValue());
        }
      }
      bench.report.add("memory", "peak MB", bench.memory.peak());
      System.out.print(bench.report.table());
      if (options.has("--json")) {
        Files.writeString(options.path("--json", ""), bench.report.json());
      }
    }
  }

  private void start() throws IOException {
    report.add("start", "first answer s", gateway.startSeconds());
    pause(3000);
    report.add("memory", "idle MB", gateway.process().memory());
  }

  /** Both ways get warm, for the client and the upstream are Java too. */
  private void warm(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    Duration slice = time.dividedBy(4);
    if (!time.isZero()) {
      progress("warming up for " + time.toSeconds() + " s");
      new Unary(direct, 64, slice).run();
      new Unary(through, 64, slice).run();
    }
    while (System.nanoTime() - end < 0) {
      Scenario.streams(200, 200, 100, 5).run(through);
      Scenario.streams(50, 50, 500, 0).run(through);
      Scenario.streams(50, 50, 500, 0).run(direct);
    }
  }

  private void measure(String name, Scenario scenario) throws IOException {
    progress(name + ": direct");
    Figures without = scenario.run(direct);
    pause(500);
    progress(name + ": through the gateway");
    Figures with = gateway.measure(scenario, through);
    with.values.forEach((figure, value) ->
        report.add(name, figure, value, without.values.getOrDefault(figure, Double.NaN)));
    pause(500);
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void progress(String what) {
    System.err.println(what);
  }

  @Override
  public void close() {
    gateway.close();
    upstream.close();
  }
}
