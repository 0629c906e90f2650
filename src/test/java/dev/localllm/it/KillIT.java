package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.FakeOllama;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What was acknowledged survives {@code kill -9} under load: keys, their events, the ledger. */
@Tag("fake")
final class KillIT {
  private static final int KILLS = Integer.getInteger("kills", 2);

  /** What the ledger may lose: {@code USAGE_FLUSH}, and time for a disk that others keep busy. */
  private static final Duration FLUSH = Duration.ofMillis(500 + 1500);

  private final Map<String, Key> keys = new TreeMap<>();
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private int count;
  private volatile boolean dying;

  /** A key as it was acknowledged; one whose last change was not is left out. */
  private record Key(String id, String secret, boolean works, List<String> events) {}

  private record Asked(String key, String request, long answered) {}

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "postgresql"})
  void whatWasAcknowledgedIsThere(String database) throws Exception {
    try (FakeOllama ollama = FakeOllama.start();
        EmbeddedPostgres postgres =
            database.equals("embedded") ? null : EmbeddedPostgres.builder().start()) {
      Map<String, String> settings = settings(ollama, postgres);
      GatewayProcess gateway = GatewayProcess.start(settings);
      assertThat(gateway.lines()).noneMatch(line -> line.contains("db/callback"));
      for (int kill = 1; kill <= KILLS; kill++) {
        workAndKill(gateway, 2500 + kill * 637 % 1500);
        gateway = gateway.again(settings);
        check(new Gateway(gateway.url()), "kill " + kill + " of " + database);
      }
      gateway.close();
      Map<String, String> same = new HashMap<>(settings);
      same.put("APP_ENV", "local");
      same.put("DATA_DIR", gateway.folder().resolve("data").toString());
      Command verify = Command.run("audit", same, "verify");
      assertThat(verify.code()).as(verify.out() + verify.errors()).isZero();
    }
  }

  private void workAndKill(GatewayProcess process, int millis) throws InterruptedException {
    Gateway gateway = new Gateway(process.url());
    asked.clear();
    keys.clear();
    dying = false;
    String steady = create(gateway);
    String secret = keys.get(steady).secret();
    List<Thread> load =
        IntStream.range(0, 3)
            .mapToObj(i ->
                Thread.ofVirtual()
                    .start(() -> {
                      while (!dying) {
                        safely(() -> ask(gateway, steady, secret));
                      }
                    }))
            .toList();
    Thread changes =
        Thread.ofVirtual()
            .start(() -> {
              while (!dying) {
                safely(() -> change(gateway));
              }
            });
    // the load has its time
    changes.join(Duration.ofMillis(millis));
    long killed = System.nanoTime();
    dying = true;
    process.kill();
    for (Thread thread : load) {
      thread.join();
    }
    changes.join();
    asked.removeIf(each -> each.answered() > killed - FLUSH.toNanos());
  }

  /** One key's life, as far as it comes. */
  private void change(Gateway gateway) {
    String id = create(gateway);
    int what = count % 3;
    if (what == 0) {
      return;
    }
    // until it is acknowledged nothing is known of it
    Key key = keys.remove(id);
    JsonNode json =
        what == 1
            ? done(gateway.send("DELETE", "/admin/v1/keys/" + id, "", admin()), 200)
            : done(
                gateway.post("/admin/v1/keys/" + id + "/rotate", "{\"overlap\":\"0s\"}", admin()),
                200);
    String secret = what == 1 ? key.secret() : json.get("secret").stringValue();
    List<String> events = List.of(what == 1 ? "key.revoked" : "key.rotated", "key.created");
    keys.put(id, new Key(id, secret, what == 2, events));
  }

  private String create(Gateway gateway) {
    String body =
        "{\"name\":\"kill-%d\",\"owner\":\"ada\",\"scopes\":[\"inference\",\"models:read\"]}"
            .formatted(++count);
    JsonNode json = done(gateway.post("/admin/v1/keys", body, admin()), 201);
    String id = json.get("id").stringValue();
    keys.put(id, new Key(id, json.get("secret").stringValue(), true, List.of("key.created")));
    return id;
  }

  private void ask(Gateway gateway, String key, String secret) {
    String request = "kill-it-" + System.nanoTime();
    String body = Dialect.OPENAI.chat("tiny-llama", false);
    String[] headers = {"x-api-key", secret, "X-Request-Id", request};
    if (gateway.post(Dialect.OPENAI.path(), body, headers).status() == 200) {
      asked.add(new Asked(key, request, System.nanoTime()));
    }
  }

  private void check(Gateway gateway, String when) {
    for (Key key : keys.values()) {
      int status = gateway.get("/v1/models", "x-api-key", key.secret()).status();
      assertThat(status).as("%s, %s", when, key).isEqualTo(key.works() ? 200 : 401);
      JsonNode shown = gateway.get("/admin/v1/keys/" + key.id(), admin()).json();
      String path = "/admin/v1/audit?subject=" + shown.get("name").stringValue();
      assertThat(gateway.get(path, admin()).json().get("items").valueStream())
          .as("%s, events of %s", when, key)
          .extracting(event -> event.get("action").stringValue())
          .containsExactlyElementsOf(key.events());
    }
    assertThat(asked).isNotEmpty();
    ledger(gateway, asked.element().key(), when);
  }

  private void ledger(Gateway gateway, String key, String when) {
    List<String> expected = asked.stream().map(Asked::request).toList();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    List<String> there = entries(gateway, key);
    while (!there.containsAll(expected) && System.nanoTime() < deadline) {
      there = entries(gateway, key);
    }
    assertThat(there).as(when).containsAll(expected).doesNotHaveDuplicates();
  }

  private static List<String> entries(Gateway gateway, String key) {
    String path = "/admin/v1/usage/entries?limit=500&key=" + key;
    List<String> requests = new ArrayList<>();
    for (String after = ""; after != null; ) {
      JsonNode page = done(gateway.get(path + after, admin()), 200);
      page.get("items").forEach(entry -> requests.add(entry.get("request_id").stringValue()));
      JsonNode next = page.get("next");
      after = next.isNull() ? null : "&after=" + next.stringValue();
    }
    return requests;
  }

  private static JsonNode done(Gateway.Reply reply, int status) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    return reply.json();
  }

  private void safely(Runnable work) {
    try {
      work.run();
    } catch (UncheckedIOException e) {
      if (!dying) {
        throw e;
      }
    }
  }

  private static String[] admin() {
    return new String[] {"x-api-key", AccessIT.ADMIN};
  }

  private static Map<String, String> settings(FakeOllama ollama, EmbeddedPostgres postgres) {
    Map<String, String> settings = new HashMap<>();
    settings.putAll(Map.of("OLLAMA_BASE_URL", ollama.url().toString(), "AUTH_MODE", "keys"));
    settings.putAll(Map.of("ADMIN_KEY", AccessIT.ADMIN, "KEY_PEPPERS", "a:a-pepper-of-no-use"));
    settings.put("USAGE_FLUSH", "500ms");
    if (postgres != null) {
      settings.put(
          "DATABASE_URL", "postgresql://postgres@127.0.0.1:" + postgres.getPort() + "/postgres");
    }
    return settings;
  }
}
