package dev.localllm.protocol.ollama;

import dev.localllm.chat.Message;
import dev.localllm.chat.Part;
import dev.localllm.chat.ToolCall;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** Writes one message of {@code /api/chat}. */
final class OllamaMessageWriter {

  private OllamaMessageWriter() {}

  static void write(Message message, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("role", role(message));
    // one message whatever its parts: Ollama knows text and pictures, not their order
    json.writeStringProperty("content", text(message));
    if (message.thinking() != null) {
      json.writeStringProperty("thinking", message.thinking());
    }
    images(message, json);
    toolCalls(message.toolCalls(), json);
    if (message.toolCallId() != null) {
      json.writeStringProperty("tool_call_id", message.toolCallId());
    }
    if (message.toolName() != null) {
      json.writeStringProperty("tool_name", message.toolName());
    }
    json.writeEndObject();
  }

  private static String role(Message message) {
    return switch (message.role()) {
      case SYSTEM -> "system";
      case USER -> "user";
      case ASSISTANT -> "assistant";
      case TOOL -> "tool";
    };
  }

  private static String text(Message message) {
    return message.parts().stream()
        .map(part -> part instanceof Part.Text(var text) ? text : "")
        .collect(Collectors.joining());
  }

  private static void images(Message message, JsonGenerator json) {
    if (message.parts().stream().noneMatch(Part.Media.class::isInstance)) {
      return;
    }
    json.writeArrayPropertyStart("images");
    for (Part part : message.parts()) {
      if (part instanceof Part.Media(var base64)) {
        json.writeString(base64);
      }
    }
    json.writeEndArray();
  }

  private static void toolCalls(List<ToolCall> calls, JsonGenerator json) {
    if (calls.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("tool_calls");
    for (int i = 0; i < calls.size(); i++) {
      ToolCall call = calls.get(i);
      json.writeStartObject();
      json.writeStringProperty("id", call.id());
      json.writeObjectPropertyStart("function");
      json.writeNumberProperty("index", i);
      json.writeStringProperty("name", call.name());
      json.writeName("arguments").writeTree(call.arguments());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
