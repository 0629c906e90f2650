package dev.localllm.protocol.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.Json;
import dev.localllm.protocol.ModelName;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.Recording;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class NativeExchangeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"a\",\"x\":1}|{\"model\":\"b\",\"x\":1}",
        "{ \"x\" : 1 , \"model\" : \"a\" }|{ \"x\" : 1 , \"model\" : \"b\" }",
        "{\"x\":1}|{\"model\":\"b\",\"x\":1}",
        "{}|{\"model\":\"b\"}",
        " { } |{\"model\":\"b\" }",
        "{\"model\":null}|{\"model\":\"b\"}",
        "{\"model\":\"b\",\"model\":\"a\"}|refused",
        "{\"mo\\u0064el\":\"é\\n\"}|refused",
        "{\"mo\\u0064el\":\"é\\u0041\"}|{\"mo\\u0064el\":\"b\"}",
        "{\"x\":{\"model\":\"a\"},\"model\":\"é\",\"y\":\"ü\"}|{\"x\":{\"model\":\"a\"},\"model\":\"b\",\"y\":\"ü\"}",
      })
  void onlyTheModelChanges(String body, String wanted) {
    if (wanted.equals("refused")) {
      assertThatThrownBy(() -> chat(body)).isInstanceOf(GatewayException.class);
    } else {
      byte[] sent = chat(body).backendBody("b", 0);
      assertThat(new String(sent, StandardCharsets.UTF_8).strip()).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|{\"model\":\"m\",\"options\":{\"num_predict\":7}}",
        "{\"model\":\"m\"}|{\"model\":\"m\",\"options\":{\"num_predict\":7}}",
        "{\"model\":\"m\",\"options\":{}}|{\"model\":\"m\",\"options\":{\"num_predict\":7}}",
        "{\"options\":{\"top_k\":1 },\"model\":\"m\"}|{\"options\":{\"top_k\":1 ,\"num_predict\":7},\"model\":\"m\"}",
        "{\"model\":\"m\",\"options\":{\"num_predict\":-1,\"seed\":3}}|{\"model\":\"m\",\"options\":{\"num_predict\":7,\"seed\":3}}",
        "{\"model\":\"m\",\"options\":{\"num_predict\":-2}}|{\"model\":\"m\",\"options\":{\"num_predict\":7}}",
        "{\"model\":\"m\",\"options\":{\"num_predict\":0}}|{\"model\":\"m\",\"options\":{\"num_predict\":7}}",
        "{\"model\":\"m\",\"options\":{\"num_predict\":null}}|{\"model\":\"m\",\"options\":{\"num_predict\":7}}",
        "{\"model\":\"m\",\"options\":{\"num_predict\":8}}|{\"model\":\"m\",\"options\":{\"num_predict\":7}}",
        "{\"model\":\"m\",\"options\":{\"num_predict\":1e9}}|{\"model\":\"m\",\"options\":{\"num_predict\":7}}",
        "{\"model\":\"m\",\"options\":{\"num_predict\":7}}|{\"model\":\"m\",\"options\":{\"num_predict\":7}}",
        "{\"model\":\"m\",\"options\":{\"num_predict\":3}}|{\"model\":\"m\",\"options\":{\"num_predict\":3}}",
        "{\"model\":\"m\",\"options\":{\"num_predict\":3,\"num_predict\":9}}|{\"model\":\"m\",\"options\":{\"num_predict\":7,\"num_predict\":7}}",
        "{\"Options\":{},\"model\":\"m\"}|refused",
      })
  void anAnswerIsBounded(String body, String wanted) {
    if (wanted.equals("refused")) {
      assertThatThrownBy(() -> chat(body)).isInstanceOf(GatewayException.class);
    } else {
      byte[] sent = chat(body).backendBody("m", 7);
      assertThat(new String(sent, StandardCharsets.UTF_8)).isEqualTo(wanted);
    }
  }

  @Test
  void anEqualModelNeedsNoCopy() {
    byte[] body = "{\"model\":\"a\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(OllamaCodec.exchange(Operation.CHAT, body).backendBody("a", 0)).isSameAs(body);
  }

  @Property
  void nothingButTheModelIsDifferentAfterwards(
      @ForAll("objects") ObjectNode object, @ForAll("models") String routed) {
    byte[] body = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(object);
    Exchange exchange = OllamaCodec.exchange(Operation.CHAT, body);
    ObjectNode wanted = object.deepCopy().put("model", routed);
    assertThat(Json.MAPPER.readTree(exchange.backendBody(routed, 0))).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"messages\":[{}]}|true",
        "{\"messages\":[{}],\"stream\":true}|true",
        "{\"messages\":[{}],\"stream\":null}|true",
        "{\"messages\":[{}],\"stream\":false}|false",
        "{\"stream\":true}|false",
        "{\"messages\":[],\"stream\":true}|false",
        "{\"messages\":null}|false",
        "{\"messages\":[{}],\"prompt\":\"\"}|true",
        "{\"prompt\":\"x\"}|false"
      })
  void aChatStreamsUnlessToldNotToOrOnlyLoading(String body, boolean streaming) {
    assertThat(chat(body).streaming()).isEqualTo(streaming);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt\":\"x\"}|true",
        "{\"suffix\":\"x\",\"prompt\":null}|true",
        "{\"prompt\":\"x\",\"stream\":false}|false",
        "{\"suffix\":\"x\"}|true",
        "{\"images\":[\"AAAA\"],\"prompt\":7}|true",
        "{\"prompt\":\"\"}|false",
        "{\"messages\":[{}]}|false",
        "{}|false"
      })
  void generateStreamsUnlessToldNotToOrOnlyLoading(String body, boolean streaming) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    assertThat(OllamaCodec.exchange(Operation.GENERATE, bytes).streaming()).isEqualTo(streaming);
  }

  @Test
  void anEmptyModelIsNone() {
    assertThat(chat("{\"model\":null}").requestedModel()).isEmpty();
    assertThat(chat("{\"model\":\"\"}").requestedModel()).isEmpty();
    assertThat(chat("{}").requestedModel()).isEmpty();
  }

  @Test
  void malformedBodiesGetTheRecordedWords() {
    for (String name : new String[] {"chat-malformed-json", "chat-empty-body"}) {
      Recording recording = Recording.of(name);
      assertThatThrownBy(() -> OllamaCodec.exchange(Operation.CHAT, recording.request()))
          .isInstanceOfSatisfying(
              GatewayException.class,
              e -> {
                var answer = new OllamaDialect().error(e.error());
                assertThat(answer.body()).isEqualTo(recording.text());
                assertThat(answer.status()).isEqualTo(recording.status());
                assertThat(answer.contentType()).isEqualTo(recording.contentType());
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  ",
        "[]",
        "7",
        "{\"model\":7}",
        "{\"model\":{}}",
        "{\"stream\":\"yes\"}",
        "{\"stream\":1}",
        "{\"Model\":\"a\"}",
        "{\"ſtream\":false}",
        "{\"STREAM\":false}",
        "{\"a\":1} x",
        "{\"a\":1}{}",
        "{\"model\":\"a\\nb\"}",
        "{\"model\":\"a\\u202eb\"}",
        "{\"model\":\"\\ud800\"}",
        "{'a':1}",
        "\uFEFF{}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":1,}"
      })
  void whatCannotBeUnderstoodInOneWayIsRefused(String body) {
    assertThatThrownBy(() -> chat(body))
        .isInstanceOfSatisfying(
            GatewayException.class,
            e -> assertThat(e.error()).isInstanceOf(GatewayError.Invalid.class));
  }

  @Test
  void otherEncodingsAndLongNamesAreRefused() {
    byte[] invalidUtf8 = {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'};
    for (byte[] body :
        new byte[][] {
          invalidUtf8,
          "{\"model\":\"a\"}".getBytes(StandardCharsets.UTF_16LE),
          ("{\"model\":\"" + "x".repeat(ModelName.MAX_LENGTH + 1) + "\"}")
              .getBytes(StandardCharsets.UTF_8)
        }) {
      assertThatThrownBy(() -> OllamaCodec.exchange(Operation.CHAT, body))
          .isInstanceOf(GatewayException.class);
    }
  }

  @Provide
  Arbitrary<ObjectNode> objects() {
    Arbitrary<String> keys = Arbitraries.of("model", "messages", "x", "ключ", "a\"b", "options");
    Arbitrary<String> values = Arbitraries.strings().all().ofMaxLength(8).filter(ByteEdit::isText);
    return Arbitraries.maps(keys, values)
        .ofMaxSize(5)
        .map(map -> {
          ObjectNode node = Json.MAPPER.createObjectNode();
          map.forEach((k, v) -> node.put(k, k.equals("model") ? "m😀é" : v));
          return node;
        });
  }

  @Provide
  Arbitrary<String> models() {
    return Arbitraries.of("b", "longer/name:with-tag", "é\"\\", "m😀é");
  }

  private static Exchange chat(String body) {
    return OllamaCodec.exchange(Operation.CHAT, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Strings that UTF-8 can hold. */
  private static final class ByteEdit {
    static boolean isText(String text) {
      return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }
  }
}
