package dev.localllm.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.protocol.Json;
import dev.localllm.protocol.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ModelListTest {

  private static final JsonNode TAGS = Json.MAPPER.readTree(Recording.of("tags").body());

  @Test
  void theListIsWhatOllamasOwnShimSays() {
    assertThat(ModelList.list(TAGS)).isEqualTo(Recording.of("v1-models").text().strip());
  }

  @Test
  void aModelIsWhatOllamasOwnShimSays() {
    assertThat(ModelList.model(TAGS, "tiny-llama"))
        .contains(Recording.of("v1-model").text().strip());
  }

  @Test
  void noModelsAreAnEmptyArrayNotNull() {
    JsonNode none = Json.MAPPER.readTree(Recording.of("tags-empty").body());
    assertThat(ModelList.list(none)).isEqualTo("{\"object\":\"list\",\"data\":[]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny-llama",
        "Tiny-Llama:LATEST",
        "library/tiny-llama",
        "registry.ollama.ai/library/tiny-llama"
      })
  void namesMatchAsForOllama(String name) {
    assertThat(ModelList.model(TAGS, name)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tiny", "tiny-llama:7b", "other/tiny-llama"})
  void otherNamesDoNot(String name) {
    assertThat(ModelList.model(TAGS, name)).isEmpty();
  }

  @Test
  void theNamespaceOwnsAModel() {
    JsonNode tags =
        Json.MAPPER.readTree("{\"models\":[{\"name\":\"hf.co/me/a:q4\",\"modified_at\":\"?\"}]}");
    assertThat(ModelList.list(tags)).contains("\"owned_by\":\"me\"").contains("\"created\":0");
  }
}
