package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.localllm.fake.FakeOllama;
import dev.localllm.fake.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What operators see (OPS-1…3, SEC-4). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({
  "LOG_FORMAT=json",
  "ALLOWED_ORIGINS=http://localhost:3000,https://app.example.com",
  "GIT_SHA=0123abc",
  "BUILD_DATE=2026-11-21T00:00:00Z",
  "APP_VERSION=9.8.7",
  "PROBE_INTERVAL=100ms",
  "SAMPLE_MODEL=false"
})
final class OperationsIT {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Gateway gateway;
  private final GatewayProcess process;
  private final FakeOllama ollama;

  OperationsIT(Gateway gateway, GatewayProcess process, FakeOllama ollama) {
    this.gateway = gateway;
    this.process = process;
    this.ollama = ollama;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/live", "/health/ready", "/health/started"})
  void healthTellsWhichBuildThisIs(String path) {
    Gateway.Reply reply = gateway.get(path);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/status").asString()).isEqualTo("UP");
    assertThat(reply.body()).contains("9.8.7", "0123abc", "2026-11-21T00:00:00Z", "local");
  }

  @Test
  void theVersionPage() {
    JsonNode version = gateway.get("/version").json();
    assertThat(version.at("/version").asString()).isEqualTo("9.8.7");
    assertThat(version.at("/gitSha").asString()).isEqualTo("0123abc");
    assertThat(version.at("/buildDate").asString()).isEqualTo("2026-11-21T00:00:00Z");
    assertThat(version.at("/environment").asString()).isEqualTo("local");
    assertThat(Instant.parse(version.at("/timestamp").asString()))
        .isCloseTo(Instant.now(), within(Duration.ofMinutes(1)));
  }

  @Test
  void readinessKnowsTheBackendAndProbingLoadsNothing() {
    assertThat(gateway.get("/ready").status()).isEqualTo(200);
    ollama.refuseConnections();
    ollama.closeConnections();
    try {
      awaitReadiness(503);
      assertThat(gateway.get("/health/live").status()).isEqualTo(200);
      assertThat(gateway.get("/ready").status()).isEqualTo(200);
    } finally {
      ollama.acceptConnections();
    }
    awaitReadiness(200);
    assertThat(ollama.requests())
        .filteredOn(request -> request.headers().getOrDefault("x-request-id", "").contains("probe"))
        .allMatch(request -> request.method().equals("GET"));
  }

  @Test
  void metricsCountRequests() {
    gateway.post("/api/chat", Dialect.OLLAMA.chat("tiny-llama", false));
    Gateway.Reply reply = gateway.get("/metrics");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).startsWith("text/plain");
    assertThat(reply.body()).contains("# TYPE ", "tiny-llama");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aRequestIdGoesThroughAndBack(Dialect dialect) {
    String model = ollama.script("tiny-llama:id-" + dialect.label(), new Script());
    String id = "test-" + dialect + "-1";
    Gateway.Reply reply =
        gateway.post(dialect.path(), dialect.chat(model, true), "X-Request-Id", id);
    assertThat(reply.header("x-request-id")).isEqualTo(id);
    assertThat(ollama.requests(model).getLast().headers().get("x-request-id")).isEqualTo(id);
    process.awaitLine(line -> line.contains(id) && line.contains(model), LIMIT);
  }

  @Test
  void aRequestWithoutAnIdGetsOne() {
    String first = gateway.get("/api/version").header("x-request-id");
    String second = gateway.get("/api/version").header("x-request-id");
    assertThat(first).isNotBlank().isNotEqualTo(second);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "x\"y", "<script>", "{}", "é"})
  void aRequestIdThatCouldDoHarmIsReplaced(String id) {
    Gateway.Reply reply = gateway.get("/api/version", "X-Request-Id", id);
    assertThat(reply.header("x-request-id")).isNotBlank().isNotEqualTo(id);
  }

  @Test
  void anAccessLineTellsModelTokensTimesAndStatusButNotThePrompt() {
    String id = "access-line-1";
    String body =
        """
        {"model":"tiny-llama","think":false,"options":{"temperature":0},
         "messages":[{"role":"user","content":"my-private-words"}]}\
        """;
    gateway.post("/api/chat", body, "X-Request-Id", id);
    JsonNode line = json(process.awaitLine(l -> l.contains(id) && l.contains("tiny-llama"), LIMIT));
    String text = line.toString();
    assertThat(text).contains("\"tiny-llama\"", "200", "17", "\"ttftMs\"");
    assertThat(String.join("\n", process.lines()))
        .doesNotContain("my-private-words")
        .doesNotContain("Hello there");
  }

  @Test
  void everyLineOfOutputIsJson() {
    gateway.get("/api/nothing");
    List<String> lines = process.lines();
    List<String> ours = lines.subList(firstJson(lines), lines.size());
    assertThat(ours).isNotEmpty().allSatisfy(line -> assertThat(json(line).isObject()).isTrue());
  }

  @Test
  void anAllowedOriginIsTold() {
    Gateway.Reply reply = gateway.get("/api/version", "Origin", "https://app.example.com");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("access-control-allow-origin")).isEqualTo("https://app.example.com");
    assertThat(reply.header("vary")).containsIgnoringCase("origin");
  }

  @Test
  void aPreflightOfAnAllowedOriginPasses() {
    Gateway.Reply reply =
        gateway.send(
            "OPTIONS",
            "/v1/chat/completions",
            "",
            "Origin",
            "http://localhost:3000",
            "Access-Control-Request-Method",
            "POST",
            "Access-Control-Request-Headers",
            "authorization,content-type,x-stainless-lang");
    assertThat(reply.status()).isIn(200, 204);
    assertThat(reply.header("access-control-allow-origin")).isEqualTo("http://localhost:3000");
    assertThat(reply.header("access-control-allow-methods")).contains("POST");
    assertThat(reply.header("access-control-allow-headers").toLowerCase(Locale.ROOT))
        .contains("authorization", "content-type", "x-stainless-lang");
  }

  @Test
  void aForeignOriginIsNotTold() {
    Gateway.Reply reply =
        gateway.send(
            "OPTIONS",
            "/api/chat",
            "",
            "Origin",
            "https://evil.example.com",
            "Access-Control-Request-Method",
            "POST");
    assertThat(reply.header("access-control-allow-origin")).isEmpty();
  }

  @Test
  void aPageOfAForeignOriginMayNotCall() {
    Gateway.Reply reply =
        gateway.post(
            "/api/chat",
            Dialect.OLLAMA.chat("tiny-llama", false),
            "Origin",
            "https://evil.example.com");
    assertThat(reply.status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/version", "/v1/models", "/v1/nothing", "/version"})
  void secureHeadersAreEverywhere(String path) {
    Gateway.Reply reply = gateway.get(path);
    assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(reply.header("x-frame-options") + reply.header("content-security-policy"))
        .containsIgnoringCase("none");
    assertThat(reply.header("server")).isEmpty();
    assertThat(reply.header("x-powered-by")).isEmpty();
    assertThat(reply.header("set-cookie")).isEmpty();
  }

  private void awaitReadiness(int status) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (gateway.get("/health/ready").status() != status) {
      assertThat(System.nanoTime()).as("readiness becomes " + status).isLessThan(deadline);
      ollama.awaitFurther("/api/version", 1, Duration.ofMillis(100));
    }
  }

  private static int firstJson(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("{")) {
        return i;
      }
    }
    throw new AssertionError("no JSON at all");
  }

  private static JsonNode json(String line) {
    return Gateway.JSON.readTree(line);
  }
}
