package dev.localllm.protocol.ollama;

import dev.localllm.chat.Flaw;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Json;
import dev.localllm.protocol.ModelName;
import dev.localllm.protocol.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What the gateway must know of a request that manages models: everything else stays bytes. Only
 * one reading is possible of what it knows, since who may do what, and the audit log, rest on it.
 *
 * @param names the models that are named, by the field that names them; those named by an empty
 *     text are left out
 * @param stream whether progress is wanted
 */
record ManagementRequest(Map<String, String> names, boolean stream) {

  private static final String MODEL = "model";

  /** The old form of {@link #MODEL}; Ollama reads it where that is missing. */
  private static final String NAME = "name";

  private static final String SOURCE = "source";
  private static final String DESTINATION = "destination";
  private static final String STREAM = "stream";

  /** Reads {@code body}, throwing {@link GatewayError.Invalid} if it is not such a request. */
  static ManagementRequest read(Operation operation, byte[] body) {
    Json.requireText(body);
    try (JsonParser parser = Json.MAPPER.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Json.notAnObject();
      }
      ManagementRequest request = fields(parser, fieldsOf(operation));
      if (parser.nextToken() != null) {
        throw new GatewayException(
            new GatewayError.Invalid(
                "there must be nothing behind the JSON object", null, Flaw.MALFORMED));
      }
      return request;
    } catch (JacksonException e) {
      throw Json.malformed(e);
    }
  }

  /** The model that is pulled, pushed, created or deleted; empty when none is named. */
  Optional<String> model() {
    return Optional.ofNullable(names.getOrDefault(MODEL, names.get(NAME)));
  }

  /** What is copied, and where to; empty where it is not said. */
  String copied() {
    return names.getOrDefault(SOURCE, "") + " -> " + names.getOrDefault(DESTINATION, "");
  }

  private static Set<String> fieldsOf(Operation operation) {
    return switch (operation) {
      case PULL, PUSH -> Set.of(MODEL, NAME, STREAM);
      case CREATE -> Set.of(MODEL, NAME, "from", STREAM);
      case COPY -> Set.of(SOURCE, DESTINATION);
      case DELETE -> Set.of(MODEL, NAME);
      case CHAT, GENERATE, EMBED, EMBEDDINGS ->
          throw new IllegalArgumentException(operation + " manages nothing");
    };
  }

  private static ManagementRequest fields(JsonParser parser, Set<String> known) {
    var fieldNames = new FieldNames(known);
    Map<String, String> names = new HashMap<>();
    boolean stream = true;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      fieldNames.next(key);
      JsonToken token = parser.nextToken();
      if (!known.contains(key)) {
        parser.skipChildren();
        continue;
      }
      if (key.equals(STREAM)) {
        stream = truth(token);
      } else {
        text(token, parser, key).ifPresent(name -> names.put(key, name));
      }
    }
    return new ManagementRequest(Map.copyOf(names), stream);
  }

  private static Optional<String> text(JsonToken token, JsonParser parser, String key) {
    return switch (token) {
      case VALUE_NULL -> Optional.empty();
      case VALUE_STRING -> ModelName.of(parser.getString());
      default -> throw invalid(key + " must be a string", key, Flaw.TYPE);
    };
  }

  private static boolean truth(JsonToken token) {
    return switch (token) {
      case VALUE_TRUE, VALUE_NULL -> true;
      case VALUE_FALSE -> false;
      default -> throw invalid("stream must be true or false", STREAM, Flaw.TYPE);
    };
  }

  private static GatewayException invalid(String message, String key, Flaw flaw) {
    return new GatewayException(new GatewayError.Invalid(message, key, flaw));
  }
}
