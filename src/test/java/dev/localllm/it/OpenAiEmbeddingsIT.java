package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code /v1/embeddings} (API-2). */
@Tag("shared")
@ExtendWith(GatewayExtension.class)
final class OpenAiEmbeddingsIT {

  private static final String PATH = "/v1/embeddings";

  @Test
  void vectorsInTheOrderOfTheTexts(Gateway gateway) {
    JsonNode answer = Replay.of(gateway, "v1-embeddings-float").reply().json();
    assertThat(answer.at("/object").asString()).isEqualTo("list");
    assertThat(answer.at("/model").asString()).isEqualTo("tiny-embed");
    assertThat(answer.at("/data").valueStream().map(item -> item.get("index").asInt()))
        .containsExactly(0, 1);
    assertThat(answer.at("/data/0/object").asString()).isEqualTo("embedding");
    assertThat(answer.at("/data/0/embedding").size()).isEqualTo(8);
    assertThat(OllamaEmbedIT.length(answer.at("/data/1/embedding"))).isBetween(0.999, 1.001);
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(7);
    assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(7);
  }

  @Test
  void base64HoldsTheSameNumbers(Gateway gateway) {
    JsonNode numbers =
        gateway
            .post(PATH, "{\"model\":\"tiny-embed\",\"input\":\"hello\",\"dimensions\":8}")
            .json()
            .at("/data/0/embedding");
    String packed =
        Replay.of(gateway, "v1-embeddings-base64")
            .reply()
            .json()
            .at("/data/0/embedding")
            .asString();
    ByteBuffer floats =
        ByteBuffer.wrap(Base64.getDecoder().decode(packed)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(floats.remaining()).isEqualTo(8 * Float.BYTES);
    for (JsonNode number : numbers) {
      assertThat(floats.getFloat()).isCloseTo(number.floatValue(), within());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"tiny-embed\",\"input\":\"hello\",\"encoding_format\":\"hex\"}",
        "{\"model\":\"tiny-embed\",\"input\":[1,2,3]}",
        "{\"model\":\"tiny-embed\",\"input\":[[1,2,3]]}",
        "{\"model\":\"tiny-embed\",\"input\":\"\"}",
        "{\"model\":\"tiny-embed\",\"input\":[]}",
        "{\"model\":\"tiny-embed\"}",
        "{\"model\":\"tiny-embed\",\"input\":\"hello\",\"dimensions\":0}"
      })
  void refusesWhatOpenAiRefuses(String body, Gateway gateway) {
    Gateway.Reply reply = gateway.post(PATH, body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(Dialect.OPENAI.message(reply.json())).isNotBlank();
  }

  @Test
  void aChatModelHasNoVectors(Gateway gateway) {
    Gateway.Reply reply = gateway.post(PATH, "{\"model\":\"tiny-llama\",\"input\":\"hello\"}");
    assertThat(reply.status()).isEqualTo(501);
    assertThat(Dialect.OPENAI.message(reply.json())).contains("does not support embeddings");
  }

  private static org.assertj.core.data.Offset<Float> within() {
    return org.assertj.core.data.Offset.offset(1e-6f);
  }
}
