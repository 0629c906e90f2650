package dev.localllm.protocol.ollama;

import dev.localllm.protocol.Json;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The arguments of a tool call: an object for Ollama, an object written as a string for OpenAI. */
public final class ToolArguments {

  private ToolArguments() {}

  /** The arguments in either form; nothing at all means none; empty when they are no object. */
  public static Optional<ObjectNode> of(JsonNode given) {
    if (given instanceof ObjectNode object) {
      return Optional.of(object);
    }
    if (given.isMissingNode() || given.isNull()) {
      return Optional.of(Json.MAPPER.createObjectNode());
    }
    return given.isString() ? of(given.stringValue()) : Optional.empty();
  }

  private static Optional<ObjectNode> of(String text) {
    if (text.isBlank()) {
      return Optional.of(Json.MAPPER.createObjectNode());
    }
    try {
      return Json.MAPPER.readTree(text) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JacksonException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
