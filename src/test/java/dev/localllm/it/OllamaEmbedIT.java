package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code /api/embed} and {@code /api/embeddings} (API-1). */
@Tag("shared")
@ExtendWith(GatewayExtension.class)
final class OllamaEmbedIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "embed-empty-list",
        "embed-empty-string",
        "embed-no-input",
        "embed-too-long-no-truncate",
        "embed-chat-model",
        "embed-wrong-type",
        "embed-unknown-model"
      })
  void answersLikeOllama(String name, Gateway gateway) {
    Replay.of(gateway, name).assertSame();
  }

  @ParameterizedTest
  @ValueSource(strings = {"embed-single", "embed-batch", "embed-dimensions", "embed-too-long"})
  void givesUnitVectors(String name, Gateway gateway) {
    Replay replay = Replay.of(gateway, name);
    replay.assertSameHead();
    JsonNode recorded = Gateway.JSON.readTree(replay.recording().body());
    JsonNode answer = replay.reply().json();
    assertThat(answer.propertyNames()).isEqualTo(recorded.propertyNames());
    assertThat(answer.path("prompt_eval_count")).isEqualTo(recorded.path("prompt_eval_count"));
    assertThat(answer.get("embeddings").size()).isEqualTo(recorded.get("embeddings").size());
    for (JsonNode vector : answer.get("embeddings")) {
      assertThat(vector.size()).isEqualTo(recorded.at("/embeddings/0").size());
      assertThat(length(vector)).isBetween(0.999, 1.001);
    }
  }

  @Test
  void theOldEndpointGivesOneVectorAndNothingElse(Gateway gateway) {
    Replay replay = Replay.of(gateway, "embeddings-legacy");
    replay.assertSameHead();
    assertThat(replay.reply().json().propertyNames()).containsExactly("embedding");
    assertThat(length(replay.reply().json().get("embedding"))).isBetween(0.999, 1.001);
  }

  static double length(JsonNode vector) {
    return Math.sqrt(vector.valueStream().mapToDouble(v -> v.asDouble() * v.asDouble()).sum());
  }
}
