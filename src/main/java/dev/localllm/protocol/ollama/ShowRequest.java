package dev.localllm.protocol.ollama;

import dev.localllm.chat.Flaw;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Json;
import dev.localllm.protocol.ModelName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request of {@code /api/show}. What is sent on is written anew from what was read.
 *
 * @param model the model to show; not empty
 * @param fields everything that the backend is to get
 */
public record ShowRequest(String model, ObjectNode fields) {

  private static final String MODEL = "model";

  /** The old form of {@link #MODEL}; Ollama reads it where that is missing. */
  private static final String NAME = "name";

  /** What else Ollama reads, and of which type it must be. */
  private static final Map<String, Predicate<JsonNode>> OTHERS =
      Map.of(
          "verbose", JsonNode::isBoolean,
          "system", JsonNode::isString,
          "template", JsonNode::isString,
          "options", JsonNode::isObject);

  /**
   * Reads {@code body}.
   *
   * @throws GatewayException {@link GatewayError.Invalid} when it is not one JSON object in UTF-8,
   *     can be read in two ways, or names no model
   */
  public static ShowRequest read(byte[] body) {
    ObjectNode given = Json.object(body);
    var names = new FieldNames(Set.of(MODEL, NAME, "verbose", "system", "template", "options"));
    given.propertyNames().forEach(names::next);
    String model =
        ModelName.of(text(given, MODEL))
            .or(() -> ModelName.of(text(given, NAME)))
            .orElseThrow(() -> invalid("model is required", MODEL, Flaw.VALUE));
    ObjectNode fields = Json.MAPPER.createObjectNode().put(MODEL, model);
    OTHERS.forEach((name, fits) ->
        value(given, name)
            .ifPresent(value -> {
              if (!fits.test(value)) {
                throw invalid(name + " has a wrong type", name, Flaw.TYPE);
              }
              fields.set(name, value);
            }));
    return new ShowRequest(model, fields);
  }

  /** The body for the backend. */
  public String backendBody() {
    return Json.MAPPER.writeValueAsString(fields);
  }

  private static @Nullable String text(ObjectNode given, String name) {
    return value(given, name)
        .map(value -> {
          if (!value.isString()) {
            throw invalid(name + " must be a string", name, Flaw.TYPE);
          }
          return value.stringValue();
        })
        .orElse(null);
  }

  private static Optional<JsonNode> value(ObjectNode given, String name) {
    return Optional.ofNullable(given.get(name)).filter(value -> !value.isNull());
  }

  private static GatewayException invalid(String message, String name, Flaw flaw) {
    return new GatewayException(new GatewayError.Invalid(message, name, flaw));
  }
}
