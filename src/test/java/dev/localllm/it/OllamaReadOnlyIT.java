package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.Recording;
import dev.localllm.fake.Shape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What Ollama tells about itself, and the management that needs a scope of its own (API-1). */
@Tag("shared")
@ExtendWith(GatewayExtension.class)
final class OllamaReadOnlyIT {

  @ParameterizedTest
  @ValueSource(strings = {"root-get", "root-head", "show-unknown", "wrong-content-type"})
  void answersLikeOllama(String name, Gateway gateway) {
    Replay.of(gateway, name).assertSame();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/version", "/api/tags"})
  void headIsGetWithoutABody(String path, Gateway gateway) {
    Gateway.Reply reply = gateway.send("HEAD", path, "");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).startsWith("application/json");
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void theVersionIsOneThatClientsCanCompare(Gateway gateway) {
    Gateway.Reply reply = gateway.get("/api/version");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("version").asString()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void tagsListsTheModelsInOllamasShape(Gateway gateway) {
    Gateway.Reply reply = gateway.get("/api/tags");
    JsonNode recorded = Gateway.JSON.readTree(Recording.of("tags").body());
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/models").valueStream().map(m -> m.get("name").asString()))
        .contains(
            "tiny-count:latest", "tiny-embed:latest", "tiny-llama:latest", "tiny-stuck:latest")
        .isSorted();
    assertThat(Shape.of(named(reply.json(), "tiny-llama:latest")))
        .isEqualTo(Shape.of(named(recorded, "tiny-llama:latest")));
  }

  @Test
  void psListsTheModelsInMemory(Gateway gateway) {
    assertThat(gateway.post("/api/generate", "{\"model\":\"tiny-llama\"}").status()).isEqualTo(200);
    Gateway.Reply reply = gateway.get("/api/ps");
    JsonNode recorded = Gateway.JSON.readTree(Recording.of("ps-loaded").body());
    JsonNode loaded = named(reply.json(), "tiny-llama:latest");
    assertThat(Shape.of(loaded)).isEqualTo(Shape.of(recorded.at("/models/0")));
  }

  @Test
  void showTellsWhatAModelCanDo(Gateway gateway) {
    Gateway.Reply reply = gateway.post("/api/show", "{\"model\":\"tiny-llama\"}");
    JsonNode recorded = Gateway.JSON.readTree(Recording.of("show").body());
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().propertyNames()).isEqualTo(recorded.propertyNames());
    assertThat(reply.json().get("capabilities")).isEqualTo(recorded.get("capabilities"));
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/api/pull",
    "POST,/api/push",
    "POST,/api/create",
    "POST,/api/copy",
    "DELETE,/api/delete"
  })
  void managementIsForbiddenAndSaysSo(String method, String path, Gateway gateway) {
    Gateway.Reply reply = gateway.send(method, path, "{\"model\":\"tiny-llama\"}");
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.header("content-type")).startsWith("application/json");
    assertThat(Dialect.OLLAMA.message(reply.json())).isNotBlank();
    assertThat(gateway.get("/api/tags").body()).contains("tiny-llama:latest");
  }

  @Test
  void blobsAreForbiddenToo(Gateway gateway) {
    String blob = "/api/blobs/sha256:" + "0".repeat(64);
    assertThat(gateway.send("POST", blob, "x").status()).isEqualTo(403);
    assertThat(gateway.send("HEAD", blob, "").status()).isEqualTo(403);
  }

  private static JsonNode named(JsonNode list, String name) {
    return list.at("/models")
        .valueStream()
        .filter(model -> model.get("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
