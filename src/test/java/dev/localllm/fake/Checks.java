package dev.localllm.fake;

import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Ollama refuses, in its words. */
final class Checks {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern NAME = Pattern.compile("[\\w.-]+(/[\\w.-]+){0,2}(:[\\w.-]+)?");
  private static final Pattern DURATION = Pattern.compile("-?(\\d+(\\.\\d+)?(ns|us|ms|s|m|h))+");
  private static final Map<String, String> OPTIONS =
      Map.of(
          "temperature",
          "float32",
          "top_p",
          "float32",
          "num_ctx",
          "integer",
          "num_predict",
          "integer",
          "seed",
          "integer",
          "top_k",
          "integer");

  private Checks() {}

  static JsonNode json(Received request) {
    if (request.body().isBlank()) {
      throw new Refusal(400, "missing request body");
    }
    try {
      return JSON.readTree(request.body());
    } catch (JacksonException malformed) {
      throw new Refusal(400, "unexpected EOF");
    }
  }

  /** The model that a request to manage one names. */
  static String managed(JsonNode body) {
    String name = text(body, "model", "PullRequest");
    return name.isEmpty() ? text(body, "name", "PullRequest") : name;
  }

  static String text(JsonNode body, String field, String struct) {
    type(body, field, JsonNode::isString, struct, "string");
    return body.path(field).asString("");
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Everything that chat refuses before it looks for the model. */
  static void chat(JsonNode body) {
    type(body, "messages", JsonNode::isArray, "ChatRequest", "[]api.Message");
    common(body);
    for (JsonNode message : body.path("messages")) {
      for (JsonNode call : message.path("tool_calls")) {
        if (call.path("function").path("arguments").isString()) {
          throw new Refusal(400, "Value looks like object, but can't find closing '}' symbol");
        }
      }
    }
    if (body.path("model").asString("").isEmpty()) {
      throw new Refusal(400, "model is required");
    }
    name(body);
  }

  static void generate(JsonNode body) {
    type(body, "prompt", JsonNode::isString, "GenerateRequest", "string");
    common(body);
    if (body.path("model").asString("").isEmpty()) {
      throw new Refusal(404, "model '' not found");
    }
    name(body);
  }

  /** What depends on the model. */
  static void model(TinyModel model, JsonNode body, String verb) {
    String name = body.path("model").asString();
    if (!model.can("completion")) {
      throw new Refusal(400, "\"%s\" does not support %s".formatted(name, verb));
    }
    if (asksToThink(body.path("think")) && !model.can("thinking")) {
      throw new Refusal(400, "\"%s\" does not support thinking".formatted(name));
    }
    String full = "registry.ollama.ai/library/" + TinyModel.fullName(name);
    if (!body.path("tools").isEmpty() && !model.can("tools")) {
      throw new Refusal(400, full + " does not support tools");
    }
    if (body.hasNonNull("suffix")) {
      throw new Refusal(400, full + " does not support insert");
    }
    format(body.path("format"));
    options(body.path("options"));
    for (JsonNode message : body.path("messages")) {
      if (!message.path("images").isEmpty()) {
        throw new Refusal(
            400,
            "{\"error\":{\"code\":400,\"message\":\"Multimodal data provided, but model does not"
                + " support multimodal requests.\",\"type\":\"invalid_request_error\"}}");
      }
    }
    length(body);
  }

  private static void common(JsonNode body) {
    type(body, "model", JsonNode::isString, "ChatRequest", "string");
    type(body, "stream", JsonNode::isBoolean, "ChatRequest", "bool");
    JsonNode keepAlive = body.path("keep_alive");
    if (keepAlive.isString() && !DURATION.matcher(keepAlive.asString()).matches()) {
      throw new Refusal(400, "time: invalid duration \"%s\"".formatted(keepAlive.asString()));
    }
  }

  private static void name(JsonNode body) {
    if (!isName(body.path("model").asString())) {
      throw new Refusal(400, "invalid model name");
    }
  }

  private static void type(
      JsonNode body, String field, Predicate<JsonNode> right, String struct, String type) {
    JsonNode value = body.path(field);
    if (!value.isMissingNode() && !value.isNull() && !right.test(value)) {
      String given =
          switch (value.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            case STRING -> "string";
            default -> "object";
          };
      throw new Refusal(
          400,
          "json: cannot unmarshal %s into Go struct field %s.%s of type %s"
              .formatted(given, struct, field, type));
    }
  }

  private static boolean asksToThink(JsonNode think) {
    return think.isString() || think.asBoolean(false);
  }

  private static void format(JsonNode format) {
    boolean known =
        format.isMissingNode()
            || format.isNull()
            || format.isObject()
            || format.asString("").equals("json");
    if (!known) {
      throw new Refusal(
          500,
          "invalid format: %s; expected \"json\" or a valid JSON Schema object"
              .formatted(JSON.writeValueAsString(format.toString())));
    }
  }

  private static void options(JsonNode options) {
    OPTIONS.forEach((option, type) -> {
      if (options.hasNonNull(option) && !options.get(option).isNumber()) {
        throw new Refusal(500, "option \"%s\" must be of type %s".formatted(option, type));
      }
    });
  }

  private static void length(JsonNode body) {
    int context = Math.max(256, body.path("options").path("num_ctx").asInt(4096));
    int tokens = Inference.promptTokens(TinyModel.LLAMA, body);
    if (tokens > context && body.has("truncate") && !body.get("truncate").asBoolean()) {
      throw new Refusal(
          400,
          ("{\"error\":{\"code\":400,\"message\":\"request (%d tokens) exceeds the available context"
                  + " size (%d tokens), try increasing it\",\"type\":\"exceed_context_size_error\","
                  + "\"n_prompt_tokens\":%d,\"n_ctx\":%d}}")
              .formatted(tokens, context, tokens, context));
    }
  }
}
