package dev.localllm.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SampleDescriptionTest {

  @Test
  void listsOneModelUnderItsOwnName() {
    for (ObjectNode listing :
        new ObjectNode[] {SampleDescription.tags(), SampleDescription.loaded()}) {
      assertThat(listing.path("models")).hasSize(1);
      JsonNode model = listing.at("/models/0");
      assertThat(model.path("name").asString()).isEqualTo("sample:latest");
      assertThat(model.path("model").asString()).isEqualTo("sample:latest");
      assertThat(model.path("digest").asString()).matches("[0-9a-f]{64}");
      assertThat(model.at("/details/family").asString()).isEqualTo("sample");
    }
  }

  @Test
  void takesNoMemory() {
    assertThat(SampleDescription.loaded().at("/models/0/size").asInt(-1)).isZero();
    assertThat(SampleDescription.loaded().at("/models/0/size_vram").asInt(-1)).isZero();
  }

  @Test
  void showsTheArchitectureOfNoRealModel() {
    ObjectNode shown = SampleDescription.show();
    assertThat(shown.at("/model_info/general.architecture").asString()).isEqualTo("sample");
    assertThat(shown.at("/details/format").asString()).isEqualTo("sample");
    assertThat(shown.at("/details/parameter_size").asString()).isEqualTo("0");
  }

  @Test
  void tellsWhatItCanDoAlikeWhereverItIsAsked() {
    assertThat(SampleDescription.show().path("capabilities"))
        .isEqualTo(SampleDescription.tags().at("/models/0/capabilities"))
        .extracting(JsonNode::asString)
        .containsExactly("completion", "embedding");
  }

  @Test
  void saysHowLongItsVectorsAre() {
    int told = SampleDescription.tags().at("/models/0/details/embedding_length").asInt();
    JsonNode answer = SampleBackendTest.ask(Call.EMBED, "{\"model\":\"sample\",\"input\":\"a\"}");
    assertThat(answer.at("/embeddings/0")).hasSize(told);
  }
}
