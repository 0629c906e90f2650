package dev.localllm.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.Recording;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Managing models, for those who may (API-1). */
@Tag("shared")
@ExtendWith(GatewayExtension.class)
@Configured({"ANONYMOUS_SCOPES=inference,models:read,models:manage,usage:read"})
final class ManagementIT {

  private static final String COPY = "it-copy";
  private static final String MADE = "it-made";

  private final Gateway gateway;

  ManagementIT(Gateway gateway) {
    this.gateway = gateway;
  }

  @AfterEach
  void tidyUp() {
    for (String model : List.of(COPY, MADE)) {
      gateway.send("DELETE", "/api/delete", model(model));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"copy-unknown", "delete-unknown", "blob-head-unknown", "blob-bad-digest"})
  void answersLikeOllama(String name) {
    Replay.of(gateway, name).assertSame();
  }

  @Test
  void aCopyCanBeUsedAndDeleted() {
    Gateway.Reply copied =
        gateway.post("/api/copy", "{\"source\":\"tiny-llama\",\"destination\":\"it-copy\"}");
    assertThat(copied.status()).isEqualTo(200);
    assertThat(copied.body()).isEmpty();
    assertThat(copied.header("content-type")).isEmpty();
    assertThat(models()).contains("it-copy:latest");

    Gateway.Reply deleted = gateway.send("DELETE", "/api/delete", model(COPY));
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.body()).isEmpty();
    assertThat(models()).contains("tiny-llama:latest").doesNotContain("it-copy:latest");
  }

  @Test
  void aCreationTellsItsProgress() {
    Gateway.Reply made =
        gateway.post(
            "/api/create",
            "{\"model\":\"it-made\",\"from\":\"tiny-llama\",\"system\":\"Be brief.\"}");
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.header("content-type")).isEqualTo("application/x-ndjson");
    assertThat(statuses(made))
        .hasSize(Recording.of("create-stream").chunks().size())
        .contains("writing manifest")
        .endsWith("success");
    assertThat(models()).contains("it-made:latest");
  }

  @Test
  void anUnstreamedCreationIsOneObject() {
    Gateway.Reply made =
        gateway.post(
            "/api/create", "{\"model\":\"it-made\",\"from\":\"tiny-llama\",\"stream\":false}");
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.body()).isEqualTo("{\"status\":\"success\"}");
    assertThat(made.header("content-type")).startsWith("application/json");
  }

  @ParameterizedTest
  @CsvSource({"pull-unknown", "create-unknown-from"})
  void whatFailsUnderWayDoesSoInTheStream(String name) {
    Replay replay = Replay.of(gateway, name);
    replay.assertSameHead();
    List<JsonNode> lines = replay.reply().lines();
    assertThat(lines.getFirst().path("status").asString()).isEqualTo("pulling manifest");
    assertThat(lines.getLast().path("error").asString()).startsWith("pull model manifest: ");
    assertThat(lines).hasSize(2);
  }

  @Test
  void whatFailsUnstreamedIsAStatus() {
    Replay replay = Replay.of(gateway, "pull-unknown-nonstream");
    assertThat(replay.reply().status()).isEqualTo(500);
    assertThat(Dialect.OLLAMA.message(replay.reply().json())).startsWith("pull model manifest: ");
  }

  @Test
  void aBlobIsStoredOnce() {
    // a real server keeps it
    String content = "blob " + System.nanoTime();
    String path = "/api/blobs/" + digest(content);
    assertThat(gateway.send("HEAD", path, "").status()).isEqualTo(404);
    Gateway.Reply stored = gateway.post(path, content);
    assertThat(stored.status()).isEqualTo(201);
    assertThat(stored.body()).isEmpty();
    assertThat(gateway.send("HEAD", path, "").status()).isEqualTo(200);
    assertThat(gateway.post(path, content).status()).isEqualTo(200);
    assertThat(gateway.post(path.replace("sha256:", "sha256-"), content).status()).isEqualTo(200);
  }

  @Test
  void anEmptyBlobIsOneToo() {
    String path = "/api/blobs/" + digest("");
    assertThat(gateway.post(path, "").status()).isIn(200, 201);
    assertThat(gateway.send("HEAD", path, "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256:0", "md5:0000", "sha256:..%2F..%2Fetc%2Fpasswd", "x"})
  void whatIsNoDigestIsRefusedBeforeAnything(String digest) {
    Gateway.Reply reply = gateway.post("/api/blobs/" + digest, "x");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).isEqualTo("{\"error\":\"invalid digest format\"}");
    assertThat(gateway.send("HEAD", "/api/blobs/" + digest, "").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | /api/pull   | {}                  | invalid model name",
        "POST   | /api/push   | {}                  | model is required",
        "POST   | /api/create | {}                  | invalid model name",
        "POST   | /api/create | {'model':'it-made'} | neither 'from' or 'files' was specified",
        "POST   | /api/copy   | {}                  | source '' is invalid",
        "DELETE | /api/delete | {}                  | model is required",
        "DELETE | /api/delete | {'model':'a b'}     | name 'a b' is invalid",
        "POST   | /api/pull   | {'model':'a b'}     | invalid model name",
        "POST   | /api/pull   | {'model':5}         | model must be a string",
        "POST   | /api/pull   | {'model':           | unexpected EOF",
      })
  void whatIsWrongIsSaidInOllamasWay(String method, String path, String body, String message) {
    Gateway.Reply reply = gateway.send(method, path, body.replace('\'', '"'));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(Dialect.OLLAMA.message(reply.json()).replace('"', '\'')).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({"POST,/api/pull", "POST,/api/push", "POST,/api/create", "DELETE,/api/delete"})
  void aBodyIsNeeded(String method, String path) {
    Gateway.Reply reply = gateway.send(method, path, "");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(Dialect.OLLAMA.message(reply.json())).isEqualTo("missing request body");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | /api/pull   | {'model':'sample'}",
        "POST   | /api/push   | {'model':'sample:latest'}",
        "POST   | /api/create | {'model':'sample','from':'tiny-llama'}",
        "POST   | /api/create | {'model':'it-made','from':'sample'}",
        "POST   | /api/copy   | {'source':'tiny-llama','destination':'library/Sample'}",
        "POST   | /api/copy   | {'source':'sample','destination':'it-copy'}",
        "DELETE | /api/delete | {'name':'sample'}",
      })
  void theSampleModelStaysAsItIs(String method, String path, String body) {
    Gateway.Reply reply = gateway.send(method, path, body.replace('\'', '"'));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(Dialect.OLLAMA.message(reply.json())).contains("built into the gateway");
  }

  private List<String> models() {
    return gateway
        .get("/api/tags")
        .json()
        .at("/models")
        .valueStream()
        .map(model -> model.get("name").asString())
        .toList();
  }

  private static List<String> statuses(Gateway.Reply reply) {
    return reply.lines().stream().map(line -> line.path("status").asString("")).toList();
  }

  private static String model(String name) {
    return "{\"model\":\"" + name + "\"}";
  }

  private static String digest(String content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
