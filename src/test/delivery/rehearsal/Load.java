import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Constant load on a gateway of this machine, in front of bench/Upstream.java: a request every so
 * often, and streams that are opened again when they end. Each line on its input gets one with the
 * counts since the line before; the end of its input stops it, once the open streams have ended.
 */
final class Load {

  private static final String HELP =
      """
      LOAD_KEY=llm_... java Load.java URL MODEL [REQUESTS_PER_SECOND 20] [STREAMS 50]

      URL must be of this machine. Half of everything in OpenAI's dialect, half in Ollama's. Says
        NAME requests=N failed=N streams=N broken=N slowest=N ms
      for each line NAME on its input: failed are requests and streams that got no answer or not
      status 200, broken are streams that began well and ended too soon, or with tokens missing.
      """;
  private static final int MOST_REQUESTS = 200;
  private static final int MOST_STREAMS = 200;
  private static final Duration MOST_TIME = Duration.ofMinutes(30);
  private static final int STREAM_SECONDS_AT_MOST = 60;
  private static final int WHY_AT_MOST = 5;
  private static final int DELAY_MILLIS = 100;
  private static final int LEAST_TOKENS = 100;
  private static final int MOST_TOKENS = 160;

  /** What has happened since the last line. */
  private static final class Counts {
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    final AtomicInteger streams = new AtomicInteger();
    final AtomicInteger broken = new AtomicInteger();
    final AtomicInteger slowest = new AtomicInteger();

    void failed(String reason) {
      count(failed, reason);
    }

    void broken(String reason) {
      count(broken, reason);
    }

    /** Says why, for the first few. */
    private static void count(AtomicInteger kind, String reason) {
      if (kind.getAndIncrement() < WHY_AT_MOST) {
        System.err.println("load: " + LocalTime.now().withNano(0) + " " + reason);
      }
    }

    @Override
    public String toString() {
      return "requests=%s failed=%s streams=%s broken=%s slowest=%s ms"
          .formatted(requests, failed, streams, broken, slowest);
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
  private final AtomicReference<Counts> counts = new AtomicReference<>(new Counts());
  private final AtomicInteger underWay = new AtomicInteger();
  private final URI url;
  private final String model;
  private volatile boolean stopping;

  private Load(URI url, String model) {
    this.url = url;
    this.model = model;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 2) {
      System.out.print(HELP);
      System.exit(List.of(arguments).contains("--help") ? 0 : 2);
    }
    // a connection that cannot be made is a lost request, not one to try again in silence
    System.setProperty("jdk.httpclient.disableRetryConnect", "true");
    URI url = URI.create(arguments[0]);
    if (!InetAddress.getByName(url.getHost()).isLoopbackAddress()) {
      System.err.println("load: only to this machine, not to " + url.getHost());
      System.exit(2);
    }
    int rate = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
    int streams = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 50;
    Load load = new Load(url, arguments[1]);
    load.run(Math.min(rate, MOST_REQUESTS), Math.min(streams, MOST_STREAMS));
    System.exit(0);
  }

  private void run(int rate, int streams) throws IOException, InterruptedException {
    clock.schedule(() -> System.exit(1), MOST_TIME.toSeconds(), TimeUnit.SECONDS);
    AtomicInteger number = new AtomicInteger();
    if (rate > 0) {
      clock.scheduleAtFixedRate(
          () -> Thread.startVirtualThread(() -> request(number.getAndIncrement() % 2 == 0)),
          0,
          1_000_000 / rate,
          TimeUnit.MICROSECONDS);
    }
    List<Thread> open = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      boolean openAi = i % 2 == 0;
      open.add(Thread.startVirtualThread(() -> streams(openAi)));
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String name = in.readLine(); name != null; name = in.readLine()) {
      System.out.println(name + " " + counts.getAndSet(new Counts()));
      System.out.flush();
    }
    stopping = true;
    for (Thread one : open) {
      one.join();
    }
    while (underWay.get() > 0) {
      Thread.sleep(50);
    }
    System.out.println("end " + counts.get());
  }

  private void request(boolean openAi) {
    if (stopping) {
      return;
    }
    if (underWay.incrementAndGet() > MOST_REQUESTS) {
      underWay.decrementAndGet();
      fail("too many requests wait for their answers");
      return;
    }
    long begun = System.nanoTime();
    try {
      HttpResponse<String> answer =
          client.send(
              ask(openAi, false, 3), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      String mark = openAi ? "\"finish_reason\":\"stop\"" : "\"done\":true";
      if (answer.statusCode() != 200) {
        fail("status " + answer.statusCode() + " " + answer.body());
      } else if (!answer.body().contains(mark)) {
        fail("not an answer: " + answer.body());
      } else {
        counts.get().requests.incrementAndGet();
      }
    } catch (IOException e) {
      fail(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.decrementAndGet();
      int millis = (int) ((System.nanoTime() - begun) / 1_000_000);
      counts.get().slowest.accumulateAndGet(millis, Math::max);
    }
  }

  private void streams(boolean openAi) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    try {
      Thread.sleep(random.nextInt(3000));
      while (!stopping) {
        // after a failure not at once, so that a gateway that is away is not flooded
        Thread.sleep(stream(openAi, random.nextInt(LEAST_TOKENS, MOST_TOKENS + 1)) ? 0 : 500);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads one stream; false when it did not even begin. */
  private boolean stream(boolean openAi, int tokens) throws InterruptedException {
    LocalTime begun = LocalTime.now().withNano(0);
    HttpResponse<InputStream> answer;
    try {
      answer = client.send(ask(openAi, true, tokens), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      fail("a stream: " + e);
      return false;
    }
    int came = 0;
    String last = "";
    String trouble = "";
    InputStream body = answer.body();
    var limit = clock.schedule(() -> close(body), STREAM_SECONDS_AT_MOST, TimeUnit.SECONDS);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains("\"content\":\"") && !line.contains("\"content\":\"\"")) {
          came++;
        }
        last = line.isEmpty() ? last : line;
      }
    } catch (IOException e) {
      trouble = " " + e;
    } finally {
      limit.cancel(false);
    }
    if (answer.statusCode() != 200) {
      fail("a stream: status " + answer.statusCode() + " " + last);
      return false;
    }
    boolean ended = openAi ? last.equals("data: [DONE]") : last.contains("\"done\":true");
    if (ended && came == tokens) {
      counts.get().streams.incrementAndGet();
    } else {
      counts
          .get()
          .broken(
              "broken %s stream begun at %s: %d of %d tokens%s, last: %s"
                  .formatted(openAi ? "SSE" : "NDJSON", begun, came, tokens, trouble, last));
    }
    return true;
  }

  private HttpRequest ask(boolean openAi, boolean stream, int tokens) {
    String body =
        "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(model, stream, "fake:tokens=" + tokens + ",delay=" + DELAY_MILLIS + ";");
    return HttpRequest.newBuilder(url.resolve(openAi ? "/v1/chat/completions" : "/api/chat"))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + System.getenv("LOAD_KEY"))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void fail(String reason) {
    counts.get().failed("failed: " + reason);
  }
}
