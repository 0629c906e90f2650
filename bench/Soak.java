import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Lets good callers and hostile ones at the packaged gateway for long, and looks what suffers. */
final class Soak {

  private static final String HELP =
      """
      java bench/Soak.java [options]       needs JDK 25 and target/local-llm-server.zip

        --zip FILE        the packaged server (target/local-llm-server.zip)
        --time TIME       how long hostile callers are at it (60m)
        --quiet TIME      how long only good ones are, before (3m)
        --rate N          good requests a second (100)
        --hostile N       hostile strikes for a hundred requests (5)
        --database URL    PostgreSQL, such as postgresql://user:password@127.0.0.1/bench
        --redis URL       Redis, such as redis://127.0.0.1
                          Without them the embedded database, and limits in memory.
        --heap SIZE       the gateway's largest heap (512m)
        --seed N          which strikes (1)

      Ends with exit code 1 when a good request failed or got another's answer, a strike was answered
      as it should not be, waiting times more than doubled, or memory, threads or files grew.
      All traffic stays on 127.0.0.1.
      """;
  private static final List<String> KNOWN =
      List.of(
          "--zip",
          "--time",
          "--quiet",
          "--rate",
          "--hostile",
          "--database",
          "--redis",
          "--heap",
          "--seed");
  private static final String PLENTY =
      "\"scopes\":[\"inference\",\"models:read\"],\"requests_per_minute\":0,\"concurrency\":0";
  private static final int CALLERS = 8;
  private static final int MOST_STRIKES = 200;
  private static final int SETTLING = 6;
  private static final double WORSE = 2;

  private final Options options;
  private final Gateway gateway;
  private final Findings findings = new Findings("");
  private final AtomicLong strikes = new AtomicLong();
  private final AtomicLong striking = new AtomicLong();
  private final int rate;

  private Soak(Options options, Gateway gateway) {
    this.options = options;
    this.gateway = gateway;
    rate = (int) options.number("--rate", 100);
  }

  public static void main(String[] arguments) throws IOException {
    Options options = Options.read(arguments, KNOWN, HELP);
    System.err.println("starting the gateway");
    Path zip = options.path("--zip", "target/local-llm-server.zip");
    String admin = "llm_" + UUID.randomUUID().toString().replace("-", "");
    int found;
    try (Child upstream = Child.upstream()) {
      int port = Integer.parseInt(upstream.line());
      Gateway gateway = new Gateway(zip, port, settings(options, admin), admin);
      Soak soak = new Soak(options, gateway);
      try (gateway) {
        soak.run();
      }
      soak.findings.summarize();
      found = soak.findings.count();
    }
    System.exit(found > 0 ? 1 : 0);
  }

  private static Map<String, String> settings(Options options, String admin) {
    Map<String, String> settings = new HashMap<>();
    settings.put("AUTH_MODE", "keys");
    settings.put("ADMIN_KEY", admin);
    settings.put("BODY_TIMEOUT", "10s");
    settings.put("JVM_ARGS", "-Xmx" + options.text("--heap", "512m"));
    for (String store : List.of("database", "redis")) {
      if (options.has("--" + store)) {
        settings.put(
            store.toUpperCase(java.util.Locale.ROOT) + "_URL", options.text("--" + store, ""));
      }
    }
    return settings;
  }

  private void run() throws IOException {
    List<Target> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(new Target(gateway.port(), i % 2 == 0, gateway.newKey("good" + i, PLENTY)));
    }
    Attacks attacks =
        new Attacks(hostile(), findings, new SplittableRandom(options.number("--seed", 1)));
    tell("warm", phase(callers, Duration.ofSeconds(60), null));
    Regulars.Outcome quiet = phase(callers, options.duration("--quiet", "3m"), null);
    tell("quiet", quiet);
    Duration time = options.duration("--time", "60m");
    // what grows only once, when it is first met, is no leak
    List<Regulars.Outcome> loud = new ArrayList<>();
    loud.add(phase(callers, time.dividedBy(SETTLING), attacks));
    Health before = Health.of(gateway);
    tell("before: " + before);
    loud.add(phase(callers, time.minus(time.dividedBy(SETTLING)), attacks));
    Health after = Health.of(gateway);
    tell("after: " + after);
    after.worseThan(before).forEach(findings::add);
    tell("with hostile callers", sum(loud));
    judge(quiet, sum(loud));
  }

  private Attacks.Secrets hostile() throws IOException {
    return new Attacks.Secrets(
        target("poor", "\"scopes\":[\"inference\"],\"requests_per_minute\":1,\"concurrency\":1"),
        target("restricted", "\"scopes\":[\"inference\",\"models:read\"],\"models\":[\"small\"]"),
        target("reader", "\"scopes\":[\"models:read\"],\"requests_per_minute\":0"),
        target(
            "metered",
            "\"scopes\":[\"inference\"],\"requests_per_minute\":0,\"tokens_per_minute\":1000"),
        target("rich", PLENTY),
        new Target(gateway.port(), false));
  }

  private Target target(String name, String rights) throws IOException {
    return new Target(gateway.port(), true, gateway.newKey(name, rights));
  }

  /** Has good callers ask for some time, and hostile ones if there are {@code attacks}. */
  private Regulars.Outcome phase(List<Target> callers, Duration time, Attacks attacks)
      throws IOException {
    List<Regulars.Outcome> minutes = new ArrayList<>();
    long end = System.nanoTime() + time.toNanos();
    Regulars regulars = new Regulars(callers, rate, findings);
    try (regulars) {
      while (System.nanoTime() - end < 0) {
        long minute = Math.min(end, System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
        while (System.nanoTime() - minute < 0) {
          strike(attacks);
        }
        minutes.add(regulars.outcome());
        tell("minute " + minutes.size(), minutes.getLast());
      }
    }
    minutes.add(regulars.outcome());
    return sum(minutes);
  }

  private void strike(Attacks attacks) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(
          100_000_000_000L / Math.max(1, rate * options.number("--hostile", 5)));
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (attacks != null && striking.get() < MOST_STRIKES) {
      striking.incrementAndGet();
      strikes.incrementAndGet();
      Thread.startVirtualThread(() -> {
        try {
          attacks.strike();
        } finally {
          striking.decrementAndGet();
        }
      });
    }
  }

  private static Regulars.Outcome sum(List<Regulars.Outcome> minutes) {
    Samples whole = new Samples();
    Samples first = new Samples();
    minutes.forEach(minute -> whole.addAll(minute.whole()));
    minutes.forEach(minute -> first.addAll(minute.first()));
    long errors = minutes.stream().mapToLong(Regulars.Outcome::errors).sum();
    return new Regulars.Outcome(whole, first, errors);
  }

  private void judge(Regulars.Outcome quiet, Regulars.Outcome loud) {
    if (loud.whole().millis(.99) > WORSE * quiet.whole().millis(.99)) {
      findings.add("p99 of whole answers is more than twice the quiet one");
    }
    if (loud.first().millis(.99) > WORSE * quiet.first().millis(.99)) {
      findings.add("p99 of first tokens is more than twice the quiet one");
    }
  }

  private void tell(String when, Regulars.Outcome outcome) {
    tell(when + ": " + outcome);
  }

  private void tell(String what) {
    System.err.printf(
        "%s; %,d strikes, %.0f MB%n", what, strikes.get(), gateway.process().memory());
  }
}
