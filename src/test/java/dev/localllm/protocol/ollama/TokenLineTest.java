package dev.localllm.protocol.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.chat.AnswerEvent;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Recording;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;

/** The quick way must say what the parser says, or nothing. */
class TokenLineTest {

  @ParameterizedTest
  @ValueSource(strings = {"chat-stream", "chat-think-stream", "generate-stream"})
  void takesAllLinesOfARecordedStreamButTheFewThatNeedAParser(String name) {
    List<byte[]> lines = Recording.of(name).lines();
    int taken = 0;
    for (byte[] line : lines) {
      AnswerEvent.Delta quick = new TokenLine("tiny-llama").read(line, 0, line.length);
      if (quick != null) {
        taken++;
        assertThat(events(line)).containsExactly(quick);
      }
    }
    assertThat(taken).isGreaterThanOrEqualTo(lines.size() - 2);
  }

  @Property(tries = 5000)
  void saysWhatTheParserSaysOrNothing(@ForAll("lines") String line) {
    byte[] bytes = ("##" + line).getBytes(StandardCharsets.UTF_8);
    AnswerEvent.Delta quick = new TokenLine("m").read(bytes, 2, bytes.length - 2);
    if (quick != null && !(quick.text() + quick.thinking()).isEmpty()) {
      assertThat(events(line.getBytes(StandardCharsets.UTF_8))).containsExactly(quick);
    } else if (quick != null) {
      assertThat(events(line.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
  }

  @Provide
  Arbitrary<String> lines() {
    Arbitrary<String> texts =
        Arbitraries.of(
            "a",
            "",
            "é😀",
            " token",
            "\\n",
            "\\\"",
            "\n",
            "\"",
            "\\",
            "\\u003c",
            "}",
            "{",
            ",",
            "\",\"thinking\":\"",
            "\"},\"done\":true,\"x\":{\"y\":\"",
            "\"},\"done\":false}");
    Arbitrary<String> text = texts.list().ofMaxSize(2).map(list -> String.join("", list));
    Arbitrary<String> starts =
        Arbitraries.of(
            "{\"model\":\"m\",\"created_at\":\"t\",\"message\":{\"role\":\"assistant\",\"content\":\"",
            "{\"model\":\"m\",\"created_at\":\"t\",\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"",
            "{\"model\":\"m\",\"created_at\":\"\\\"\",\"message\":{\"role\":\"assistant\",\"content\":\"",
            "{\"model\":\"m\",\"created_at\":\"t\",\"response\":\"",
            "{\"model\":\"m\",\"created_at\":\"t\",\"response\":\"\",\"thinking\":\"",
            "{\"model\":\"n\",\"created_at\":\"t\",\"response\":\"",
            "{\"created_at\":\"t\",\"response\":\"");
    Arbitrary<String> ends =
        Arbitraries.of(
            "\"},\"done\":false}",
            "\",\"done\":false}",
            "\"},\"done\":true}",
            "\"}",
            "",
            "\"},\"done\":false,\"logprobs\":[]}",
            "\"},\"done\":false} ");
    return Combinators.combine(starts, text, ends).as((s, t, e) -> s + t + e);
  }

  private static @Nullable List<AnswerEvent> events(byte[] line) {
    OllamaLine slow = new OllamaLine(() -> "id");
    try (JsonParser parser = dev.localllm.protocol.Json.MAPPER.createParser(line)) {
      slow.read(parser);
    } catch (GatewayException | tools.jackson.core.JacksonException e) {
      return null;
    }
    List<AnswerEvent> events = new ArrayList<>();
    slow.tell(events::add);
    return events;
  }
}
