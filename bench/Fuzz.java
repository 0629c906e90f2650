import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Sends the packaged gateway what it should not get, and judges what it answers. */
final class Fuzz {

  private static final String HELP =
      """
      java bench/Fuzz.java [options]       needs JDK 25 and target/local-llm-server.zip

        --zip FILE        the packaged server (target/local-llm-server.zip)
        --requests N      how many (100000)
        --seed N          which (1)
        --index I         only this one of the seed, and tell all about it
        --clients N       how many at a time (8)

      Ends with exit code 1 when anything was found. All traffic stays on 127.0.0.1.
      """;
  private static final List<String> KNOWN =
      List.of("--zip", "--requests", "--seed", "--index", "--clients");
  private static final int WARM_SHARE = 5;
  private static final int LONGEST_LINE = 400;
  private static final int MOST_LINES = 10;
  private static final long PROGRESS_NANOS = 5_000_000_000L;

  private final long seed;
  private final int clients;
  private final Gateway gateway;
  private final Findings findings;
  private final AtomicLong next = new AtomicLong();
  private volatile long nextProgress = System.nanoTime() + PROGRESS_NANOS;

  private Fuzz(Options options, Gateway gateway) {
    this.gateway = gateway;
    seed = options.number("--seed", 1);
    clients = (int) options.number("--clients", 8);
    findings = new Findings("java bench/Fuzz.java --seed " + seed);
  }

  public static void main(String[] arguments) throws IOException {
    Options options = Options.read(arguments, KNOWN, HELP);
    System.err.println("starting the gateway");
    int found;
    try (Child upstream = Child.upstream();
        Gateway gateway =
            new Gateway(
                options.path("--zip", "target/local-llm-server.zip"),
                Integer.parseInt(upstream.line()),
                Map.of("BODY_TIMEOUT", "3s", "BACKEND_RETRIES", "0"))) {
      Fuzz fuzz = new Fuzz(options, gateway);
      try {
        if (options.has("--index")) {
          fuzz.one(options.number("--index", 0));
        } else {
          fuzz.all(options.number("--requests", 100_000));
        }
      } catch (IOException e) {
        fuzz.findings.add(e + "; " + gateway.state());
      }
      fuzz.findings.summarize();
      found = fuzz.findings.count();
    }
    System.exit(found > 0 ? 1 : 0);
  }

  private void one(long index) throws IOException {
    Case sent = Cases.of(seed, index);
    try (Wire wire = Wire.connect(gateway.port())) {
      Exchange got = Exchange.of(sent, wire);
      Findings.show(sent, got);
      Judge.verdict(sent, got).ifPresent(finding -> findings.add(sent, got, finding));
    }
    judgeLog();
  }

  private void all(long requests) throws IOException {
    work(requests / WARM_SHARE);
    Health before = Health.of(gateway);
    System.err.println("after the first fifth: " + before);
    work(requests);
    Health after = Health.of(gateway);
    System.err.println("at the end:            " + after);
    after.worseThan(before).forEach(findings::add);
    judgeLog();
  }

  /** Sends all cases before {@code end} that are not sent yet. */
  private void work(long end) {
    CountDownLatch working = new CountDownLatch(clients);
    for (int i = 0; i < clients; i++) {
      Thread.startVirtualThread(() -> {
        try {
          client(end);
        } catch (IOException e) {
          findings.add("the gateway cannot be reached: " + e);
        } finally {
          working.countDown();
        }
      });
    }
    try {
      working.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    next.set(end);
  }

  private void client(long end) throws IOException {
    Wire wire = Wire.connect(gateway.port());
    for (long index = next.getAndIncrement(); index < end; index = next.getAndIncrement()) {
      progress(index, end);
      Case sent = Cases.of(seed, index);
      Exchange got = Exchange.of(sent, wire);
      Judge.verdict(sent, got).ifPresent(finding -> findings.add(sent, got, finding));
      if (!reusable(sent, got, wire)) {
        wire.close();
        wire = Wire.connect(gateway.port());
      }
    }
    wire.close();
  }

  private static boolean reusable(Case sent, Exchange got, Wire wire) {
    boolean clean =
        switch (sent.manner()) {
          case WHOLE, DRIPPED, TWICE -> true;
          case CUT_OFF, LEFT, STALLED -> false;
        };
    return clean
        && sent.demand() != Case.Demand.REFUSAL
        && sent.demand() != Case.Demand.NO_FAULT_OR_CUT
        && got.trouble().isEmpty()
        && !wire.closing();
  }

  private void progress(long index, long end) {
    long now = System.nanoTime();
    if (now - nextProgress > 0) {
      nextProgress = now + PROGRESS_NANOS;
      System.err.println(index + " of " + end + " requests, " + findings.count() + " findings");
    }
  }

  /** What the gateway itself thinks to be an error. */
  private void judgeLog() throws IOException {
    try (Stream<String> lines = Files.lines(gateway.log())) {
      lines
          .filter(line -> line.contains("\"level\":\"ERROR\"") || line.contains("FFDC1015I"))
          .map(line -> line.substring(0, Math.min(line.length(), LONGEST_LINE)))
          .limit(MOST_LINES)
          .forEach(line -> findings.add("in the log: " + line));
    }
  }
}
