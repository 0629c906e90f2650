package dev.localllm.protocol.openai;

import dev.localllm.chat.Message;
import dev.localllm.chat.Part;
import dev.localllm.chat.Role;
import dev.localllm.chat.ToolCall;
import dev.localllm.protocol.FieldLengths;
import dev.localllm.protocol.ollama.ToolArguments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Reads the messages of a chat. */
final class MessageReader {

  static final int MAX_MESSAGES = 10_000;

  private final Map<String, String> toolNames = new HashMap<>();

  private MessageReader() {}

  static List<Message> read(JsonFields body) {
    if (!body.has("messages")) {
      throw body.missing("messages");
    }
    List<JsonFields> given = body.objects("messages", MAX_MESSAGES, MessageFields.MESSAGE);
    if (given.isEmpty()) {
      throw body.invalid("messages", "must have at least 1 element");
    }
    MessageReader reader = new MessageReader();
    return given.stream().map(reader::message).toList();
  }

  private Message message(JsonFields message) {
    String roleName = message.requiredString("role");
    Role role =
        switch (roleName) {
          case "system", "developer" -> Role.SYSTEM;
          case "user" -> Role.USER;
          case "assistant" -> Role.ASSISTANT;
          case "tool", "function" -> Role.TOOL;
          default ->
              throw message.invalid(
                  "role", "must be system, developer, user, assistant, tool or function");
        };
    requireFitting(message, role);
    String callId = callId(message, roleName);
    return new Message(
        role,
        parts(message, role),
        thinking(message),
        toolCalls(message),
        callId,
        role == Role.TOOL ? toolName(message, callId) : null);
  }

  /** Fields of another role would be lost in silence. */
  private static void requireFitting(JsonFields message, Role role) {
    for (String name : List.of("tool_calls", "reasoning", "reasoning_content", "refusal")) {
      if (role != Role.ASSISTANT && message.has(name)) {
        throw message.invalid(name, "is only allowed in messages of the assistant");
      }
    }
    if (role != Role.TOOL && message.has("tool_call_id")) {
      throw message.invalid("tool_call_id", "is only allowed in messages of a tool");
    }
  }

  private static List<Part> parts(JsonFields message, Role role) {
    if (message.has("content")) {
      return PartReader.read(message);
    }
    if (role != Role.ASSISTANT) {
      throw message.missing("content");
    }
    String refusal = message.string("refusal");
    return refusal == null ? List.of() : List.of(new Part.Text(refusal));
  }

  private static @Nullable String thinking(JsonFields message) {
    String reasoning = message.string("reasoning");
    String content = message.string("reasoning_content");
    return reasoning == null ? content : reasoning;
  }

  private static @Nullable String callId(JsonFields message, String role) {
    String id = message.string("tool_call_id", FieldLengths.ID);
    if (id == null && role.equals("tool")) {
      throw message.missing("tool_call_id");
    }
    return id;
  }

  private @Nullable String toolName(JsonFields message, @Nullable String callId) {
    String name = message.string("name", FieldLengths.NAME);
    return name != null || callId == null ? name : toolNames.get(callId);
  }

  private List<ToolCall> toolCalls(JsonFields message) {
    List<ToolCall> result = new ArrayList<>();
    for (JsonFields call :
        message.objects("tool_calls", ChatReader.MAX_TOOLS, MessageFields.TOOL_CALL)) {
      String type = call.string("type");
      if (type != null && !type.equals("function")) {
        throw call.unsupported("type", "must be function: no other tools are supported");
      }
      result.add(toolCall(call));
    }
    return result;
  }

  private ToolCall toolCall(JsonFields call) {
    String id = call.requiredString("id");
    if (id.isEmpty() || id.length() > FieldLengths.ID) {
      throw call.invalid("id", "must have 1 to " + FieldLengths.ID + " characters");
    }
    JsonFields function = call.requiredObject("function", MessageFields.CALLED_FUNCTION);
    String name = function.requiredString("name");
    if (name.length() > FieldLengths.NAME) {
      throw function.invalid("name", "must have at most " + FieldLengths.NAME + " characters");
    }
    toolNames.put(id, name);
    JsonNode arguments = function.node("arguments");
    return new ToolCall(
        id,
        name,
        ToolArguments.of(arguments == null ? MissingNode.getInstance() : arguments)
            .orElseThrow(
                () -> function.invalid("arguments", "must be a JSON object written as a string")));
  }
}
