package dev.localllm.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.Json;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.ollama.OllamaCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a client sends, it is either understood or refused in words. */
class FuzzTest {

  private static final String FULL =
      """
      {"model":"m","stream":true,"stream_options":{"include_usage":true},"temperature":0.5,
       "messages":[{"role":"system","content":"s"},
         {"role":"user","content":[{"type":"text","text":"t"},
           {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}}]},
         {"role":"assistant","content":null,"reasoning":"r","tool_calls":[
           {"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"c","content":"r"}],
       "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
       "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"a":1}}},
       "stop":["x"],"logprobs":true,"top_logprobs":3,"reasoning_effort":"low","seed":1,
       "options":{"num_ctx":4096,"stop":["y"]},"keep_alive":"5m","input":["a"],"prompt":"p",
       "echo":true,"suffix":"s","encoding_format":"base64","dimensions":3}
      """;

  @Property(tries = 3000)
  void mutatedRequests(@ForAll("mutated") byte[] body) {
    feed(body);
  }

  @Test
  void theUnchangedRequestsAreUnderstood() {
    OpenAiCodec codec = Codecs.codec();
    byte[] chat = Json.MAPPER.writeValueAsBytes(full(ChatFields.BODY));
    assertThat(codec.chatCompletion(chat).streaming()).isTrue();
    byte[] completion =
        Json.MAPPER.writeValueAsBytes(full(CompletionFields.COMPLETION).put("logprobs", 2));
    assertThat(codec.completion(completion).streaming()).isTrue();
    byte[] embedding = Json.MAPPER.writeValueAsBytes(full(CompletionFields.EMBEDDING));
    assertThat(codec.embedding(embedding).streaming()).isFalse();
  }

  @Property(tries = 1000)
  void anyBytes(@ForAll byte[] body) {
    feed(body);
  }

  @Provide
  Arbitrary<byte[]> mutated() {
    return Arbitraries.of(ChatFields.BODY, CompletionFields.COMPLETION, CompletionFields.EMBEDDING)
        .flatMap(FuzzTest::mutated);
  }

  private static Arbitrary<byte[]> mutated(FieldTable table) {
    Arbitrary<JsonNode> values =
        Arbitraries.of(
                "null",
                "true",
                "7",
                "-1",
                "1e400",
                "1e-999999999",
                "\"\"",
                "\"text\"",
                "[]",
                "{}",
                "[null]",
                "[[[]]]",
                "{\"a\":{}}",
                "\"\\ud800\"",
                "\"none\"",
                "99999999999999999999")
            .map(Json.MAPPER::readTree);
    Arbitrary<Integer> places = Arbitraries.integers().between(0, 10_000);
    Arbitrary<byte[]> changed =
        net.jqwik.api.Combinators.combine(places, values, places, values)
            .as((p1, v1, p2, v2) -> {
              ObjectNode root = (ObjectNode) Json.MAPPER.readTree(FULL);
              replace(root, p1, v1);
              replace(root, p2, v2);
              return Json.MAPPER.writeValueAsBytes(root);
            });
    Arbitrary<byte[]> cut =
        places.map(
            p -> java.util.Arrays.copyOf(FULL.getBytes(StandardCharsets.UTF_8), p % FULL.length()));
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(5, changed), net.jqwik.api.Tuple.of(1, cut));
  }

  private static void feed(byte[] body) {
    OpenAiCodec codec = Codecs.codec();
    read(codec::chatCompletion, body);
    read(codec::completion, body);
    read(codec::embedding, body);
    read(b -> OllamaCodec.exchange(Operation.CHAT, b), body);
    read(b -> OllamaCodec.exchange(Operation.GENERATE, b), body);
  }

  private static void read(Function<byte[], Exchange> reader, byte[] body) {
    try {
      Exchange exchange = reader.apply(body);
      assertThat(Json.MAPPER.readTree(exchange.backendBody("routed", 0)).get("model").stringValue())
          .isEqualTo("routed");
      assertThat(exchange.answer().complete()).isFalse();
    } catch (GatewayException e) {
      assertThat(e.error())
          .isInstanceOfAny(GatewayError.Invalid.class, GatewayError.Unsupported.class);
      Json.MAPPER.readTree(new OpenAiDialect().error(e.error()).body());
    }
  }

  /** Without the fields of the other endpoints, which alone would be reason enough to refuse. */
  private static ObjectNode full(FieldTable table) {
    ObjectNode root = (ObjectNode) Json.MAPPER.readTree(FULL);
    return root.retain(table.rules().stream().map(FieldTable.Rule::name).toList());
  }

  /** Replaces the value at one of the places of a tree. */
  private static void replace(ObjectNode root, int place, JsonNode value) {
    JsonNode at = root;
    int rest = place;
    while (true) {
      List<String> names = List.copyOf(at.propertyNames());
      int size = at.isObject() ? names.size() : at.size();
      int index = rest % Math.max(size, 1);
      rest /= Math.max(size, 1);
      JsonNode child = size == 0 ? value : at.isObject() ? at.get(names.get(index)) : at.get(index);
      if (child.isContainer() && !child.isEmpty() && rest % 3 != 0) {
        at = child;
        continue;
      }
      if (at instanceof ObjectNode object) {
        object.set(size == 0 ? "new" : names.get(index), value);
      } else if (at instanceof ArrayNode array && size > 0) {
        array.set(index, value);
      }
      return;
    }
  }
}
