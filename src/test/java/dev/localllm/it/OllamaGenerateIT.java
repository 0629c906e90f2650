package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/generate}, byte for byte what Ollama says (API-1). */
@Tag("shared")
@ExtendWith(GatewayExtension.class)
final class OllamaGenerateIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "generate-load",
        "generate-stream",
        "generate-nonstream",
        "generate-raw",
        "generate-system",
        "generate-suffix",
        "generate-unknown-model",
        "generate-error-mid-stream",
        "generate-unload"
      })
  void answersLikeOllama(String name, Gateway gateway) {
    Replay.of(gateway, name).assertSame();
  }

  @Test
  void aRequestWithoutAModelMeansTheDefaultModel(Gateway gateway) {
    Gateway.Reply reply =
        gateway.post("/api/generate", "{\"prompt\":\"Hi\",\"stream\":false,\"think\":false}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/model").asString()).isEqualTo("tiny-llama");
  }
}
