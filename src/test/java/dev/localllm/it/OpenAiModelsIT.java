package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** {@code /v1/models} (API-2). */
@Tag("shared")
@ExtendWith(GatewayExtension.class)
final class OpenAiModelsIT {

  @Test
  void listsTheModels(Gateway gateway) {
    Gateway.Reply reply = gateway.get("/v1/models");
    JsonNode list = reply.json();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(list.at("/object").asString()).isEqualTo("list");
    assertThat(list.at("/data").valueStream().map(model -> model.get("id").asString()))
        .contains("tiny-llama:latest", "tiny-embed:latest");
    assertThat(list.at("/data").valueStream())
        .allMatch(model -> model.get("object").asString().equals("model"))
        .allMatch(model -> model.get("created").asLong() > 0)
        .allMatch(model -> !model.get("owned_by").asString().isEmpty());
  }

  @Test
  void tellsAboutOneModel(Gateway gateway) {
    Gateway.Reply reply = gateway.get("/v1/models/tiny-llama");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/id").asString()).isEqualTo("tiny-llama");
    assertThat(reply.json().at("/object").asString()).isEqualTo("model");
    assertThat(reply.json().at("/owned_by").asString()).isEqualTo("library");
  }

  @Test
  void anUnknownModelIsNotFound(Gateway gateway) {
    Gateway.Reply reply = gateway.get("/v1/models/no-such-model");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().at("/error/code").asString()).isEqualTo("model_not_found");
  }

  @Test
  void aNameMayHaveSlashes(Gateway gateway) {
    Gateway.Reply reply = gateway.get("/v1/models/library/tiny-llama");
    assertThat(reply.status()).isIn(200, 404);
    assertThat(reply.header("content-type")).startsWith("application/json");
    assertThat(gateway.get("/v1/models/no%2Fsuch").json().at("/error/code").asString())
        .isEqualTo("model_not_found");
  }
}
