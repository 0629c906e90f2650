package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.it.Gateway.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** SEC-1, SEC-5, SVC-3, CFG-9: the admin API. */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({
  "AUTH_MODE=keys",
  "ADMIN_KEY=" + AdminApiIT.ADMIN,
  "DATABASE_URL=jdbc:h2:mem:admin-api",
  "KEY_REFRESH=100ms",
  "USAGE_FLUSH=100ms",
  "PRICES=tiny*=1/2"
})
final class AdminApiIT {

  static final String ADMIN = "llm_bcdefghijklmnopqrstuvwxyz2345678";

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Gateway gateway;

  AdminApiIT(Gateway gateway) {
    this.gateway = gateway;
  }

  @Test
  void aKeyFromItsBirthToItsEnd() {
    Reply made = create("life", ",\"team\":\"engines\",\"requests_per_minute\":1000");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.header("etag")).isEqualTo("\"1\"");
    assertThat(made.header("cache-control")).isEqualTo("no-store");
    String path = made.header("location");
    String secret = made.json().get("secret").stringValue();
    assertThat(get(path).json().has("secret")).isFalse();
    assertThat(get("/admin/v1/keys/life").json().get("id")).isEqualTo(made.json().get("id"));
    assertThat(gateway.get(path, "x-api-key", ADMIN, "If-None-Match", "\"1\"").status())
        .isEqualTo(304);
    assertThat(await(() -> chat(secret), 200)).isEqualTo(200);
    JsonNode self = gateway.get("/admin/v1/whoami", "x-api-key", secret).json();
    assertThat(self.get("name").stringValue()).isEqualTo("life");
    assertThat(self.get("address").stringValue()).isEqualTo("127.0.0.1");
    assertThat(self.get("requests_per_minute").intValue()).isEqualTo(1000);

    assertProblem(send("PATCH", path, "{\"disabled\":true}"), 428);
    assertProblem(send("PATCH", path, "{\"disabled\":true}", "If-Match", "\"7\""), 412);
    Reply disabled = send("PATCH", path, "{\"disabled\":true}", "If-Match", "\"1\"");
    assertThat(disabled.header("etag")).isEqualTo("\"2\"");
    assertThat(await(() -> chat(secret), 401)).isEqualTo(401);
    send("PATCH", path, "{\"disabled\":false}", "If-Match", "*");

    String second =
        send("POST", path + "/rotate", "{\"overlap\":\"1h\"}").json().get("secret").stringValue();
    assertThat(await(() -> chat(second), 200)).isEqualTo(200);
    assertThat(await(() -> chat(secret), 200)).isEqualTo(200);
    assertThat(send("DELETE", path, "").json().get("revoked_at").isNull()).isFalse();
    assertThat(await(() -> chat(second), 401)).isEqualTo(401);
    Reply again = send("DELETE", path, "");
    assertProblem(again, 409);
    assertThat(again.json().get("type").stringValue()).isEqualTo("/problems/key-revoked");
  }

  @Test
  void everyFieldThatIsWrongIsNamed() {
    Reply reply =
        send(
            "POST",
            "/admin/v1/keys",
            "{\"name\":\"а\",\"scopes\":[\"root\"],\"concurrency\":-1,\"budget\":\"1\"}");
    assertProblem(reply, 400);
    List<String> fields = new ArrayList<>();
    reply.json().get("errors").forEach(error -> fields.add(error.get("field").stringValue()));
    assertThat(fields)
        .containsExactlyInAnyOrder("name", "owner", "scopes", "concurrency", "budget");
    Reply twice = send("POST", "/admin/v1/keys", "{\"name\":\"a\",\"name\":\"b\"}");
    assertProblem(twice, 400);
    assertProblem(send("POST", "/admin/v1/keys", "[]"), 400);
    Reply form =
        gateway.post("/admin/v1/keys", "a=b", "x-api-key", ADMIN, "Content-Type", "text/plain");
    assertProblem(form, 415);
    assertProblem(send("POST", "/admin/v1/keys", "{\"name\":\"" + "x".repeat(70_000)), 413);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/admin/v1/nothing,404",
    "GET,/admin,404",
    "GET,/admin/v1/keys/none,404",
    "GET,/admin/v1/keys/%C3%A9,404",
    "GET,/admin/v1/keys/%27%20or%201=1,404",
    "PUT,/admin/v1/keys,405",
    "DELETE,/admin/v1/audit,405",
    "GET,/admin/v1/keys?limit=0,400",
    "GET,/admin/v1/keys?page=2,400",
    "GET,/admin/v1/audit?after=x,400",
    "GET,/admin/v1/usage?group_by=hour,400",
    "GET,/admin/v1/usage?format=xml,400",
    "GET,/admin/v1/usage?team=%00,400",
    "GET,/admin/v1/usage/entries?from=tomorrow,400"
  })
  void everyRefusalIsAProblem(String method, String path, int status) {
    assertProblem(send(method, path, method.equals("PUT") ? "{}" : ""), status);
  }

  @Test
  void soAreThoseOfTheDoor() {
    String secret = create("no-admin", "").json().get("secret").stringValue();
    assertProblem(gateway.get("/admin/v1/keys"), 401);
    assertProblem(gateway.get("/admin/v1/whoami"), 401);
    assertThat(await(() -> gateway.get("/admin/v1/keys", "x-api-key", secret).status(), 403))
        .isEqualTo(403);
    for (String path : List.of("keys", "audit", "configuration", "usage", "usage/entries")) {
      assertProblem(gateway.get("/admin/v1/" + path, "x-api-key", secret), 403);
    }
    assertThat(gateway.get("/admin/v1/whoami", "x-api-key", secret).status()).isEqualTo(200);
  }

  @Test
  void pagesOfKeys() {
    for (String name : List.of("page-c", "page-a", "page-b")) {
      create(name, "");
    }
    List<String> names = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = get("/admin/v1/keys?limit=2" + next).json();
      page.get("items").forEach(item -> names.add(item.get("name").stringValue()));
      next = page.get("next").isNull() ? "" : "&after=" + page.get("next").stringValue();
    } while (!next.isEmpty());
    assertThat(names).isSorted().doesNotHaveDuplicates().contains("page-a", "page-b", "page-c");
  }

  @Test
  void changesAreAudited() {
    Reply made =
        gateway.post(
            "/admin/v1/keys",
            "{\"name\":\"audited\",\"owner\":\"ada\",\"scopes\":[\"inference\"]}",
            "x-api-key",
            ADMIN,
            "X-Request-Id",
            "audit-it-1");
    send("PATCH", made.header("location"), "{\"team\":\"x\"}", "If-Match", "\"1\"");
    String path = "/admin/v1/audit?subject=audited";
    await(() -> get(path).json().get("items").size(), 2);
    JsonNode events = get(path).json().get("items");
    assertThat(events.get(0).get("action").stringValue()).isEqualTo("key.changed");
    assertThat(events.get(0).at("/detail/team").stringValue()).isEqualTo("\"\" -> \"x\"");
    assertThat(events.get(1).get("action").stringValue()).isEqualTo("key.created");
    assertThat(events.get(1).get("actor").stringValue()).isEqualTo("admin-key");
    assertThat(events.get(1).get("request_id").stringValue()).isEqualTo("audit-it-1");
    assertThat(events.get(1).get("address").stringValue()).isNotBlank();
    assertThat(events.get(1).at("/detail/actor_kind").stringValue()).isEqualTo("admin-key");
    assertThat(events.get(1).get("chain").stringValue()).isEqualTo("changes");
    assertThat(events.toString()).doesNotContain("llm_");
  }

  @Test
  void whoChangesModelsIsAudited() {
    String copy = "{\"source\":\"tiny-llama\",\"destination\":\"audited-copy\"}";
    String[] admin = {"x-api-key", ADMIN, "X-Request-Id", "audit-it-2"};
    assertThat(gateway.post("/api/copy", copy, admin).status()).isEqualTo(200);
    String model = "{\"model\":\"audited-copy\"}";
    assertThat(gateway.send("DELETE", "/api/delete", model, admin).status()).isEqualTo(200);
    assertThat(gateway.send("DELETE", "/api/delete", model, admin).status()).isEqualTo(404);
    String path = "/admin/v1/audit?subject=audited-copy";
    await(() -> get(path).json().get("items").size(), 4);
    JsonNode events = get(path).json().get("items");
    assertThat(events.valueStream().map(event -> event.get("outcome").stringValue()))
        .containsExactly("failed", "begun", "success", "begun");
    JsonNode deleted = events.get(2);
    assertThat(deleted.get("action").stringValue()).isEqualTo("model.deleted");
    assertThat(deleted.get("outcome").stringValue()).isEqualTo("success");
    assertThat(deleted.get("actor").stringValue()).isEqualTo("admin-key");
    assertThat(deleted.get("address").stringValue()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(deleted.get("request_id").stringValue()).isEqualTo("audit-it-2");
    String copied = "/admin/v1/audit?action=model.copied";
    assertThat(get(copied).json().at("/items/0/subject").stringValue())
        .isEqualTo("tiny-llama -> audited-copy");
  }

  @Test
  void settingsWithoutSecrets() {
    Reply reply = get("/admin/v1/configuration");
    assertThat(reply.body()).doesNotContain(ADMIN);
    JsonNode items = reply.json().get("items");
    assertThat(setting(items, "ADMIN_KEY").get("value").stringValue()).isEqualTo("[REDACTED]");
    JsonNode prices = setting(items, "PRICES");
    assertThat(prices.get("value").stringValue()).isEqualTo("tiny*=1/2");
    assertThat(prices.get("source").stringValue()).isEqualTo("environment");
  }

  @Test
  void whatWasUsedIsInTheLedger() {
    String secret = create("user", ",\"team\":\"=spenders\"").json().get("secret").stringValue();
    assertThat(await(() -> chat(secret), 200)).isEqualTo(200);
    String path = "/admin/v1/usage?group_by=team,model&team=%3Dspenders";
    assertThat(await(() -> get(path).json().get("items").size(), 1)).isEqualTo(1);
    JsonNode sum = get(path).json().at("/items/0");
    assertThat(sum.get("model").stringValue()).isEqualTo("tiny-llama");
    assertThat(sum.get("requests").intValue()).isEqualTo(1);
    assertThat(sum.get("prompt_tokens").intValue()).isPositive();
    assertThat(sum.get("cost").stringValue()).matches("0\\.0000\\d+");
    assertThat(get(path + "&format=csv").body()).contains("\"'=spenders\",tiny-llama,1,0,0,");
    JsonNode entry = get("/admin/v1/usage/entries?team=%3Dspenders").json().at("/items/0");
    assertThat(entry.get("key_name").stringValue()).isEqualTo("user");
    assertThat(entry.get("outcome").stringValue()).isEqualTo("completed");
    assertThat(entry.get("requested_model").stringValue()).isEqualTo("tiny-llama");
  }

  @Test
  void usageHasBothFormats() {
    Reply json = get("/admin/v1/usage?group_by=team");
    assertThat(json.status()).isEqualTo(200);
    assertThat(json.header("content-type")).isEqualTo("application/json");
    for (Reply csv :
        List.of(
            get("/admin/v1/usage?group_by=team&format=csv"),
            gateway.get(
                "/admin/v1/usage?group_by=team", "x-api-key", ADMIN, "Accept", "text/csv"))) {
      assertThat(csv.header("content-type")).startsWith("text/csv");
      assertThat(csv.body()).startsWith("team,requests,failures,");
    }
    assertThat(get("/admin/v1/usage/entries").status()).isEqualTo(200);
  }

  private int chat(String secret) {
    return gateway
        .post(
            "/api/chat",
            "{\"model\":\"tiny-llama\",\"stream\":false,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
            "x-api-key",
            secret)
        .status();
  }

  private Reply create(String name, String more) {
    return send(
        "POST",
        "/admin/v1/keys",
        "{\"name\":\"" + name + "\",\"owner\":\"ada\",\"scopes\":[\"inference\"]" + more + "}");
  }

  private Reply get(String path) {
    return send("GET", path, "");
  }

  private Reply send(String method, String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("x-api-key", ADMIN));
    return gateway.send(method, path, body, all.toArray(String[]::new));
  }

  private static JsonNode setting(JsonNode items, String key) {
    return items
        .valueStream()
        .filter(item -> item.get("key").stringValue().equals(key))
        .findFirst()
        .orElseThrow();
  }

  /** Asks until the answer is the expected one, or there has been time enough. */
  private static int await(IntSupplier answer, int expected) {
    long deadline = System.nanoTime() + SOON.toNanos();
    int last;
    do {
      last = answer.getAsInt();
    } while (last != expected && System.nanoTime() < deadline);
    return last;
  }

  private static void assertProblem(Reply reply, int status) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    assertThat(reply.json().propertyNames())
        .contains("type", "title", "status", "detail", "instance");
    assertThat(reply.json().get("status").intValue()).isEqualTo(status);
    assertThat(reply.body()).doesNotContain("dev.localllm", "xception");
  }
}
