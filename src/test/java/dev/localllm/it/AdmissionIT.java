package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.FakeOllama;
import dev.localllm.fake.RawClient;
import dev.localllm.it.Gateway.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEC-3, FLT-4: nothing is held for a caller before its limits are asked. */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({
  "AUTH_MODE=keys",
  "ADMIN_KEY=" + AccessIT.ADMIN,
  "DATABASE_URL=jdbc:h2:mem:admission",
  "MAX_STREAMS=20",
  "MAX_HELD_BYTES=64MB",
  "MAX_HELD_BYTES_PER_CALLER=4MB"
})
final class AdmissionIT {

  private static final Path PAGE = Path.of("docs/access.md");
  private static final Pattern ROUTE =
      Pattern.compile("\\| (\\w+) \\| `([^`]+)` \\| (?!everybody)(.+) \\|");
  private static final String ALL_SCOPES =
      "\"inference\",\"models:read\",\"models:manage\",\"usage:read\",\"admin\"";
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Gateway gateway;
  private final FakeOllama ollama;

  AdmissionIT(Gateway gateway, FakeOllama ollama) {
    this.gateway = gateway;
    this.ollama = ollama;
  }

  @Test
  void everyRouteCounts() throws IOException {
    List<String[]> routes =
        ROUTE
            .matcher(Files.readString(PAGE))
            .results()
            .map(route -> new String[] {route.group(1), route.group(2)})
            .toList();
    assertThat(routes).hasSizeGreaterThan(25);
    for (String[] route : routes) {
      String key = key("\"requests_per_minute\":1");
      assertThat(whoami(key).status()).isEqualTo(200);
      String path =
          route[1].replace("{digest}", "sha256:" + "0".repeat(64)).replaceAll("\\{[^}]+}", "x");
      String body = List.of("POST", "PATCH").contains(route[0]) ? "{}" : "";
      Reply refused = gateway.send(route[0], path, body, "x-api-key", key);
      assertThat(refused.status()).as("%s %s: %s", route[0], path, refused.body()).isEqualTo(429);
      assertThat(refused.header("retry-after")).as(path).matches("\\d+");
      assertThat(refused.header("x-ratelimit-limit-requests")).as(path).isEqualTo("1");
      assertThat(refused.header("x-ratelimit-remaining-requests")).as(path).isEqualTo("0");
      assertThat(refused.header("content-type"))
          .as(path)
          .startsWith(path.startsWith("/admin/") ? "application/problem+json" : "application/json");
    }
  }

  @Test
  void answersOfAnyRouteTellWhereTheCallerStands() {
    String key = key("\"requests_per_minute\":100");
    assertThat(whoami(key).header("x-ratelimit-remaining-requests")).isEqualTo("99");
    Reply listing = gateway.get("/v1/models", "x-api-key", key);
    assertThat(listing.status()).isEqualTo(200);
    assertThat(listing.header("x-ratelimit-remaining-requests")).isEqualTo("98");
    assertThat(gateway.get("/health/live", "x-api-key", key).status()).isEqualTo(200);
    assertThat(gateway.get("/version", "x-api-key", key).status()).isEqualTo(200);
    assertThat(whoami(key).header("x-ratelimit-remaining-requests"))
        .as("what is open to all does not count")
        .isEqualTo("97");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/chat", "/v1/chat/completions", "/api/show", "/api/pull"})
  void noBodyIsReadOfWhoseLimitIsReached(String path) throws IOException {
    String key = key("\"requests_per_minute\":1");
    assertThat(whoami(key).status()).isEqualTo(200);
    try (RawClient client = unfinished(path, key, 250_000)) {
      assertThat(client.status()).isEqualTo(429);
      assertThat(client.header("x-ratelimit-limit-requests")).isEqualTo("1");
    }
  }

  @Test
  void anUnfinishedBodyIsARequestAtOnce() throws IOException {
    String key = key("\"concurrency\":1");
    String other = key("");
    try (RawClient first = unfinished("/api/chat", key, 250_000)) {
      awaitMetric("llm_gateway_requests_arriving 1.0");
      assertThat(chat(key)).isEqualTo(429);
      assertThat(whoami(key).status()).isEqualTo(429);
      assertThat(chat(other)).isEqualTo(200);
      assertThat(first).isNotNull();
    }
    awaitStatus(200, () -> chat(key));
  }

  @Test
  void unfinishedBodiesTakeNoPlaceOfOthers() throws IOException {
    String key = key("");
    String other = key("");
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        clients.add(unfinished(i % 2 == 0 ? "/api/chat" : "/v1/completions", key, 10));
      }
      assertThat(chat(other)).isEqualTo(200);
      assertThat(chat(key)).isEqualTo(200);
      awaitMetric("llm_gateway_requests_arriving 40.0");
    } finally {
      close(clients);
    }
    awaitMetric("llm_gateway_requests_arriving 0.0");
    awaitMetric("llm_gateway_held_bytes 0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/chat", "/api/show", "/api/create", "/admin/v1/keys"})
  void theMemoryOfACallerIsBounded(String path) throws IOException {
    String key = key("");
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        clients.add(unfinished(path, key, 60_000));
      }
      RawClient last = clients.getLast();
      assertThat(last.status()).isEqualTo(429);
      assertThat(last.header("retry-after")).isEqualTo("1");
      assertThat(last.body()).contains("hold more than 4194304 bytes");
      assertThat(chat(key(""))).isEqualTo(200);
    } finally {
      close(clients);
    }
    awaitMetric("llm_gateway_held_bytes 0.0");
    awaitStatus(200, () -> chat(key));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void tokensAreALimitForAnswersWithoutABound(Dialect dialect) throws Exception {
    String key = key("\"tokens_per_minute\":1000");
    long used = 0;
    int cut = 0;
    for (Reply reply : atOnce(40, dialect, key)) {
      if (reply.status() == 200) {
        used += tokens(dialect, reply);
        cut += reply.body().contains("\"length\"") ? 1 : 0;
      } else {
        assertThat(reply.status()).as(reply.body()).isEqualTo(429);
      }
    }
    assertThat(used).isBetween(500L, 1000L);
    assertThat(cut).isPositive();
  }

  private List<Reply> atOnce(int requests, Dialect dialect, String key) throws Exception {
    List<Future<Reply>> coming = new ArrayList<>();
    String question = dialect.chat("tiny-count", false);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < requests; i++) {
        coming.add(threads.submit(() -> gateway.post(dialect.path(), question, "x-api-key", key)));
      }
    }
    List<Reply> replies = new ArrayList<>();
    for (Future<Reply> each : coming) {
      replies.add(each.get());
    }
    return replies;
  }

  private static long tokens(Dialect dialect, Reply reply) {
    return switch (dialect) {
      case OLLAMA ->
          reply.json().path("prompt_eval_count").longValue()
              + reply.json().path("eval_count").longValue();
      case OPENAI -> reply.json().at("/usage/total_tokens").longValue();
    };
  }

  private RawClient unfinished(String path, String key, int length) throws IOException {
    RawClient client = RawClient.connect(gateway.url());
    client.send(
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nx-api-key: %s\r\nContent-Length: %d\r\n\r\n{"
            .formatted(path, key, length));
    return client;
  }

  private static void close(List<RawClient> clients) throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
  }

  private int chat(String key) {
    return gateway
        .post("/api/chat", Dialect.OLLAMA.chat("tiny-llama", false), "x-api-key", key)
        .status();
  }

  private Reply whoami(String key) {
    return gateway.get("/admin/v1/whoami", "x-api-key", key);
  }

  private String key(String limits) {
    Reply made =
        gateway.post(
            "/admin/v1/keys",
            "{\"name\":\"admission-%d\",\"owner\":\"test\",\"scopes\":[%s]%s}"
                .formatted(
                    NAMES.incrementAndGet(), ALL_SCOPES, limits.isEmpty() ? "" : "," + limits),
            "x-api-key",
            AccessIT.ADMIN);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.json().path("secret").stringValue();
  }

  private void awaitMetric(String line) {
    long end = System.nanoTime() + SOON.toNanos();
    String metrics = "";
    while (System.nanoTime() < end) {
      metrics = gateway.get("/metrics", "x-api-key", AccessIT.ADMIN).body();
      if (metrics.lines().anyMatch(line::equals)) {
        return;
      }
    }
    throw new AssertionError("no " + line + " in " + metrics);
  }

  private static void awaitStatus(int status, java.util.function.IntSupplier request) {
    long end = System.nanoTime() + SOON.toNanos();
    while (request.getAsInt() != status) {
      assertThat(System.nanoTime()).as("no %d in time", status).isLessThan(end);
    }
  }
}
