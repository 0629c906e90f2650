package dev.localllm.protocol.openai;

import dev.localllm.chat.ChatRequest;
import dev.localllm.chat.OutputFormat;
import dev.localllm.chat.Thinking;
import dev.localllm.chat.Tool;
import dev.localllm.protocol.FieldLengths;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the body of a chat completion. */
final class ChatReader {

  static final int MAX_TOOLS = 1024;

  private ChatReader() {}

  static ChatRequest read(JsonFields body) {
    List<Tool> tools = tools(body);
    boolean choosesNone = choosesNone(body);
    requireParallel(body, tools);
    return new ChatRequest(
        MessageReader.read(body),
        choosesNone ? List.of() : tools,
        SamplingReader.read(body),
        format(body),
        thinking(body),
        topLogprobs(body),
        body.flag("stream"),
        ExtensionReader.read(body));
  }

  private static List<Tool> tools(JsonFields body) {
    List<Tool> result = new ArrayList<>();
    for (JsonFields tool : body.objects("tools", MAX_TOOLS, ChatFields.TOOL)) {
      if (!tool.requiredString("type").equals("function")) {
        throw tool.unsupported("type", "must be function: no other tools are supported");
      }
      result.add(tool(tool.requiredObject("function", ChatFields.FUNCTION)));
    }
    return result;
  }

  private static Tool tool(JsonFields function) {
    String name = function.requiredString("name");
    if (name.isEmpty() || name.length() > FieldLengths.NAME) {
      throw function.invalid("name", "must have 1 to " + FieldLengths.NAME + " characters");
    }
    JsonNode parameters = function.node("parameters");
    if (parameters != null && !parameters.isObject()) {
      throw function.type("parameters", "an object: a JSON schema");
    }
    function.flag("strict");
    return new Tool(name, function.string("description"), parameters);
  }

  private static boolean choosesNone(JsonFields body) {
    JsonNode choice = body.node("tool_choice");
    if (choice == null) {
      return false;
    }
    return switch (choice.stringValue("")) {
      case "none" -> true;
      case "auto" -> false;
      default ->
          throw body.unsupported("tool_choice", "must be auto or none: no call can be forced");
    };
  }

  private static void requireParallel(JsonFields body, List<Tool> tools) {
    if (body.has("parallel_tool_calls") && !body.flag("parallel_tool_calls") && !tools.isEmpty()) {
      throw body.unsupported(
          "parallel_tool_calls", "must be true: models may call several tools at once");
    }
  }

  private static @Nullable OutputFormat format(JsonFields body) {
    JsonFields format = body.object("response_format", ChatFields.RESPONSE_FORMAT);
    if (format == null) {
      return null;
    }
    return switch (format.requiredString("type")) {
      case "text" -> null;
      case "json_object" -> new OutputFormat.Json();
      case "json_schema" -> schema(format.requiredObject("json_schema", ChatFields.JSON_SCHEMA));
      default -> throw format.invalid("type", "must be text, json_object or json_schema");
    };
  }

  private static OutputFormat schema(JsonFields wrapper) {
    JsonNode schema = wrapper.node("schema");
    if (schema == null) {
      return new OutputFormat.Json();
    }
    if (!schema.isObject()) {
      throw wrapper.type("schema", "an object");
    }
    return new OutputFormat.Schema(schema);
  }

  private static @Nullable Thinking thinking(JsonFields body) {
    Thinking thinking = effort(body, "reasoning_effort");
    JsonFields reasoning = body.object("reasoning", ChatFields.REASONING);
    thinking =
        agreed(body, "reasoning", thinking, reasoning == null ? null : effort(reasoning, "effort"));
    return agreed(body, "think", thinking, think(body));
  }

  private static @Nullable Thinking agreed(
      JsonFields body, String name, @Nullable Thinking one, @Nullable Thinking other) {
    if (one != null && other != null && one != other) {
      throw body.invalid(name, "contradicts another field about thinking; give only one");
    }
    return one == null ? other : one;
  }

  private static @Nullable Thinking effort(JsonFields fields, String name) {
    return switch (fields.string(name)) {
      case null -> null;
      case "none" -> Thinking.OFF;
      case "minimal", "low" -> Thinking.LOW;
      case "medium" -> Thinking.MEDIUM;
      case "high" -> Thinking.HIGH;
      case "xhigh", "max" -> Thinking.MAX;
      default ->
          throw fields.invalid(name, "must be none, minimal, low, medium, high, xhigh or max");
    };
  }

  private static @Nullable Thinking think(JsonFields body) {
    JsonNode think = body.node("think");
    if (think == null) {
      return null;
    }
    if (think.isBoolean()) {
      return think.booleanValue() ? Thinking.ON : Thinking.OFF;
    }
    return switch (think.stringValue("")) {
      case "low" -> Thinking.LOW;
      case "medium" -> Thinking.MEDIUM;
      case "high" -> Thinking.HIGH;
      case "max" -> Thinking.MAX;
      default -> throw body.invalid("think", "must be true, false, low, medium, high or max");
    };
  }

  private static @Nullable Integer topLogprobs(JsonFields body) {
    Integer top = body.integer("top_logprobs", 0, 20);
    if (body.flag("logprobs")) {
      return top == null ? 0 : top;
    }
    if (top != null) {
      throw body.invalid("top_logprobs", "is only allowed together with logprobs: true");
    }
    return null;
  }
}
