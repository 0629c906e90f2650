package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.Cable;
import dev.localllm.fake.FakeOllama;
import dev.localllm.fake.RawClient;
import dev.localllm.it.Gateway.Reply;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** SEC-3, SVC-3: two gateways on one PostgreSQL and one Redis, which come and go. */
@Tag("fake")
final class ReplicasIT {

  private static final String QUESTION =
      "{\"model\":\"tiny-llama\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":false}";

  private static EmbeddedPostgres postgres;
  private static RedisServer redis;
  private static Cable toPostgres;
  private static Cable toRedis;
  private static FakeOllama ollama;
  private static GatewayProcess one;
  private static GatewayProcess two;
  private static Gateway first;
  private static Gateway second;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
    int port = GatewayProcess.freePort();
    redis = new RedisServer(port);
    redis.start();
    toPostgres = Cable.to(postgres.getPort());
    toRedis = Cable.to(port);
    ollama = FakeOllama.start();
    one = GatewayProcess.start(settings());
    two = GatewayProcess.start(settings());
    first = new Gateway(one.url());
    second = new Gateway(two.url());
    await(
        "both ready",
        () -> first.get("/ready").status() == 200 && second.get("/ready").status() == 200);
  }

  @AfterAll
  static void stop() throws IOException {
    one.close();
    two.close();
    ollama.close();
    toRedis.close();
    toPostgres.close();
    redis.stop();
    postgres.close();
  }

  private static Map<String, String> settings() {
    return Map.of(
        "OLLAMA_BASE_URL",
        ollama.url().toString(),
        "MODEL_NAME",
        "tiny-llama",
        "AUTH_MODE",
        "keys",
        "ADMIN_KEY",
        AccessIT.ADMIN,
        "KEY_PEPPERS",
        "a:a pepper without spaces".replace(' ', '-'),
        "DATABASE_URL",
        "postgresql://postgres@127.0.0.1:" + toPostgres.port() + "/postgres",
        "REDIS_URL",
        "redis://127.0.0.1:" + toRedis.port(),
        "STORAGE_TIMEOUT",
        "1s");
  }

  @Test
  void aLimitOfRequestsIsOneForBoth() throws Exception {
    String key = key("rpm", "\"requests_per_minute\":50");
    List<Integer> statuses = race(key, 120, QUESTION);
    assertThat(statuses.stream().filter(status -> status == 200)).hasSize(50);
    assertThat(statuses.stream().filter(status -> status == 429)).hasSize(70);
    Reply refused = first.post("/v1/chat/completions", QUESTION, "x-api-key", key);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("x-ratelimit-limit-requests")).isEqualTo("50");
    assertThat(refused.header("x-ratelimit-remaining-requests")).isEqualTo("0");
    assertThat(refused.header("x-ratelimit-reset-requests")).matches("\\d+(m\\d+)?(s|ms).*");
    assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 61);
    assertThat(refused.header("x-should-retry")).isEqualTo("true");
    assertThat(refused.json().at("/error/code").stringValue()).isEqualTo("rate_limit_exceeded");
  }

  @Test
  void aLimitOfTokensIsOneForBothWhenAnswersHaveNoBound() throws Exception {
    String key = key("tpm", "\"tokens_per_minute\":1000");
    await("known to both", () -> known(first, key) && known(second, key));
    String question = QUESTION.replace("tiny-llama", "tiny-count");
    List<java.util.concurrent.Future<Reply>> coming = new java.util.ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(40)) {
      for (int i = 0; i < 40; i++) {
        Gateway gateway = i % 2 == 0 ? first : second;
        coming.add(
            threads.submit(() -> gateway.post("/v1/chat/completions", question, "x-api-key", key)));
      }
    }
    long used = 0;
    for (var each : coming) {
      Reply reply = each.get();
      assertThat(reply.status()).as(reply.body()).isIn(200, 429);
      used += reply.json().at("/usage/total_tokens").longValue(0);
    }
    assertThat(used).isBetween(500L, 1000L);
  }

  @Test
  void limitsOfBothAreAskedBeforeABodyIsRead() throws Exception {
    String key = key("head", "\"requests_per_minute\":1");
    await("known to both", () -> known(first, key) && known(second, key));
    try (RawClient one = unfinished(first, key)) {
      await(
          "counted",
          () ->
              first
                  .get("/metrics", "x-api-key", AccessIT.ADMIN)
                  .body()
                  .contains("llm_gateway_requests_arriving 1.0"));
      try (RawClient two = unfinished(second, key)) {
        assertThat(two.status()).isEqualTo(429);
        assertThat(two.header("x-ratelimit-remaining-requests")).isEqualTo("0");
      }
      one.send(QUESTION.substring(1));
      assertThat(one.status()).isEqualTo(200);
      assertThat(one.header("x-ratelimit-limit-requests")).isEqualTo("1");
    }
    Reply listing = second.get("/admin/v1/usage", "x-api-key", AccessIT.ADMIN);
    assertThat(listing.status()).isEqualTo(200);
  }

  private static RawClient unfinished(Gateway gateway, String key) throws IOException {
    RawClient client = RawClient.connect(gateway.url());
    client.send(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nx-api-key: %s\r\nContent-Length: %d\r\n\r\n{"
            .formatted(key, QUESTION.length()));
    return client;
  }

  @Test
  void aRevokedKeyStopsWorkingEverywhereWithinFiveSeconds() {
    Reply made = make("revoked", "");
    String key = made.json().path("secret").stringValue();
    await("known to both", () -> status(first, key) == 200 && status(second, key) == 200);
    long before = System.nanoTime();
    Reply revoked =
        first.send(
            "DELETE",
            "/admin/v1/keys/" + made.json().path("id").stringValue(),
            "",
            "x-api-key",
            AccessIT.ADMIN);
    assertThat(revoked.status()).isBetween(200, 204);
    await("refused by both", () -> status(first, key) == 401 && status(second, key) == 401);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void nothingIsLostAndNobodyIsRefusedWhileTheStoresAreAway() throws Exception {
    String key = key("steady", "\"requests_per_minute\":1000000");
    await("known to both", () -> known(first, key) && known(second, key));
    ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
    CountDownLatch over = new CountDownLatch(1);
    Thread load =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; over.getCount() > 0; i++) {
                statuses.add(status(i % 2 == 0 ? first : second, key));
              }
            });
    await("load", () -> statuses.size() >= 50);
    toRedis.cut();
    toPostgres.cut();
    try {
      await("not ready", () -> first.get("/ready").status() == 503);
      await(
          "told",
          () -> first.get("/health/ready").body().replace(" ", "").contains("\"database\":false"));
      assertThat(first.get("/health/ready").status()).isEqualTo(200);
      awaitMore(statuses);
    } finally {
      toPostgres.mend();
      toRedis.mend();
    }
    awaitMore(statuses);
    over.countDown();
    load.join();
    assertThat(statuses).hasSizeGreaterThan(100).containsOnly(200);
    await("back", () -> first.get("/ready").status() == 200);
    await("every request is in the ledger", () -> count("steady") >= statuses.size());
    assertThat(count("steady")).isEqualTo(statuses.size());
  }

  @Test
  void aKilledGatewayLosesNoMoreThanASecond() throws Exception {
    String key = key("killed", "");
    try (GatewayProcess third = GatewayProcess.start(settings())) {
      Gateway gateway = new Gateway(third.url());
      await("known", () -> status(gateway, key) == 200);
      int before = 1;
      for (int i = 0; i < 200; i++) {
        assertThat(status(gateway, key)).isEqualTo(200);
        before++;
      }
      Thread.sleep(1100);
      int sure = before;
      toPostgres.cut();
      try {
        third.kill();
      } finally {
        toPostgres.mend();
      }
      try (GatewayProcess again = third.again(settings())) {
        await("what was in its journal is in the ledger", () -> count("killed") >= sure);
      }
      assertThat(count("killed")).isEqualTo(sure);
    }
  }

  private static void awaitMore(ConcurrentLinkedQueue<Integer> statuses) {
    int before = statuses.size();
    await("requests go on", () -> statuses.size() >= before + 300);
  }

  /** Asks both at once, and returns all statuses. */
  private static List<Integer> race(String key, int requests, String question) throws Exception {
    await("known to both", () -> known(first, key) && known(second, key));
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<java.util.concurrent.Future<Integer>> answers =
          IntStream.range(0, requests)
              .mapToObj(
                  i -> threads.submit(() -> status(i % 2 == 0 ? first : second, key, question)))
              .toList();
      List<Integer> statuses = new java.util.ArrayList<>();
      for (var answer : answers) {
        statuses.add(answer.get(30, TimeUnit.SECONDS));
      }
      return statuses;
    }
  }

  /** Asked by what the key may not do, which does not count. */
  private static boolean known(Gateway gateway, String key) {
    return gateway.get("/admin/v1/keys", "x-api-key", key).status() == 403;
  }

  private static int status(Gateway gateway, String key) {
    return status(gateway, key, QUESTION);
  }

  private static int status(Gateway gateway, String key, String question) {
    return gateway.post("/v1/chat/completions", question, "x-api-key", key).status();
  }

  private static String key(String name, String limits) {
    return make(name, limits).json().path("secret").stringValue();
  }

  private static Reply make(String name, String limits) {
    Reply made =
        first.post(
            "/admin/v1/keys",
            "{\"name\":\"%s\",\"owner\":\"test\",\"scopes\":[\"inference\"]%s}"
                .formatted(name, limits.isEmpty() ? "" : "," + limits),
            "x-api-key",
            AccessIT.ADMIN);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made;
  }

  private static int count(String key) {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select count(*) from usage_entry where key_name = '" + key + "'")) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not " + what + " within 30 s");
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
