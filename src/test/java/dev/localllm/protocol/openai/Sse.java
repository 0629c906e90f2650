package dev.localllm.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads streams as a client does. */
final class Sse {

  private Sse() {}

  /** The chunks of a complete stream, without its {@code [DONE]}. */
  static List<JsonNode> chunks(String stream) {
    assertThat(stream).endsWith("\n\ndata: [DONE]\n\n");
    List<JsonNode> chunks = new ArrayList<>();
    for (String event : stream.split("\n\n")) {
      assertThat(event).startsWith("data: ").doesNotContain("\n");
      if (!event.equals("data: [DONE]")) {
        chunks.add(Json.MAPPER.readTree(event.substring(6)));
      }
    }
    return chunks;
  }

  /** All pieces of one field of the deltas. */
  static String joined(List<JsonNode> chunks, String field) {
    StringBuilder text = new StringBuilder();
    chunks.forEach(c -> text.append(c.at("/choices/0/delta").path(field).asString("")));
    return text.toString();
  }

  static JsonNode json(byte[] line) {
    return Json.MAPPER.readTree(line);
  }
}
