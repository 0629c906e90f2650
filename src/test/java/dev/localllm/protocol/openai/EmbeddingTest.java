package dev.localllm.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.Json;
import dev.localllm.protocol.Recording;
import dev.localllm.protocol.Replay;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class EmbeddingTest {

  @Test
  void numbersAreThoseOfTheBackend() {
    byte[] body = Recording.of("embed-batch").body();
    JsonNode vectors = Json.MAPPER.readTree(body).get("embeddings");
    Answer answer = embedding("{'input':['a','b','c']}").answer();
    JsonNode list = Json.MAPPER.readTree(Replay.whole(body, answer));
    assertThat(list.propertyNames()).containsExactly("object", "data", "model", "usage");
    assertThat(list.get("data").size()).isEqualTo(vectors.size());
    for (int i = 0; i < vectors.size(); i++) {
      JsonNode item = list.get("data").get(i);
      assertThat(item.get("index").intValue()).isEqualTo(i);
      for (int j = 0; j < vectors.get(i).size(); j++) {
        assertThat(item.get("embedding").get(j).doubleValue())
            .isEqualTo(vectors.get(i).get(j).doubleValue());
      }
    }
    assertThat(list.get("usage").toString())
        .isEqualTo("{\"prompt_tokens\":10,\"total_tokens\":10}");
    assertThat(answer.reportedModel()).contains("tiny-embed");
  }

  @Test
  void base64IsLittleEndianFloats() {
    byte[] body = Recording.of("embed-single").body();
    JsonNode numbers = Json.MAPPER.readTree(body).at("/embeddings/0");
    Exchange exchange = embedding("{'input':'a','encoding_format':'base64'}");
    String text =
        Json.MAPPER
            .readTree(Replay.whole(body, exchange.answer()))
            .at("/data/0/embedding")
            .stringValue();
    ByteBuffer floats =
        ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(floats.remaining()).isEqualTo(4 * numbers.size());
    for (JsonNode number : numbers) {
      assertThat((double) floats.getFloat()).isEqualTo(number.doubleValue(), within(1e-7));
    }
  }

  @Test
  void theRequestKeepsItsDimensions() {
    assertThat(
            new String(
                embedding("{'input':['a','b'],'dimensions':8,'keep_alive':0}").backendBody("m", 0),
                StandardCharsets.UTF_8))
        .isEqualTo("{\"model\":\"m\",\"input\":[\"a\",\"b\"],\"dimensions\":8,\"keep_alive\":0}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'embeddings':[]}",
        "{'model':'m'}",
        "{'embeddings':[[1],[2]]}",
        "{'embeddings':[1]}"
      })
  void aWrongNumberOfVectorsIsAFailure(String body) {
    byte[] bytes = bytes(body);
    assertThatThrownBy(() ->
            embedding("{'input':'a'}").answer().line(bytes, 0, bytes.length, new ByteBuilder(1)))
        .isInstanceOf(GatewayException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|missing",
        "{'input':''}|empty",
        "{'input':[]}|empty",
        "{'input':['a','']}|empty",
        "{'input':[1,2]}|token numbers",
        "{'input':7}|a string or an array of strings",
        "{'input':'a','encoding_format':'hex'}|float or base64",
        "{'input':'a','dimensions':0}|from 1",
        "{'input':'a','temperature':1}|unknown parameter temperature",
      })
  void whatCannotBeHonouredIsRefused(String body, String words) {
    assertThatThrownBy(() -> embedding(body))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining(words);
  }

  private static Exchange embedding(String body) {
    return Codecs.codec().embedding(bytes(body));
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
