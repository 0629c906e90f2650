package dev.localllm.protocol.ollama;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.chat.Usage;
import dev.localllm.protocol.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What the gateway remembers of answers that it forwards unread. */
final class NativeWatch {

  private @Nullable String model;
  private Usage usage = Usage.NONE;
  private boolean done;
  private boolean embedded;
  private boolean succeeded;

  /**
   * Reads the top level of one object.
   *
   * @throws GatewayException {@link GatewayError.BackendFailed} when it reports an error or is no
   *     object
   */
  void read(byte[] buffer, int offset, int length) {
    try (JsonParser parser = Json.MAPPER.createParser(buffer, offset, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw OllamaErrors.unreadable();
      }
      succeeded = false;
      OllamaCounts counts = new OllamaCounts();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (!counts.take(name, parser)) {
          field(name, parser);
        }
      }
      if (parser.nextToken() != null) {
        throw OllamaErrors.unreadable();
      }
      if (counts.any()) {
        usage = counts.usage();
      }
    } catch (JacksonException e) {
      throw OllamaErrors.unreadable();
    }
  }

  private void field(String name, JsonParser parser) {
    switch (name) {
      case "error" -> throw OllamaErrors.reported(parser);
      case "model" -> model = parser.getValueAsString(model);
      case "status" -> {
        succeeded = parser.getValueAsString("").equals("success");
        parser.skipChildren();
      }
      case "done" -> done = parser.currentToken() == JsonToken.VALUE_TRUE;
      case "embedding", "embeddings" -> {
        embedded = parser.currentToken() == JsonToken.START_ARRAY;
        parser.skipChildren();
      }
      default -> parser.skipChildren();
    }
  }

  boolean done() {
    return done;
  }

  boolean embedded() {
    return embedded;
  }

  /** Whether the last object said so. */
  boolean succeeded() {
    return succeeded;
  }

  Optional<String> model() {
    return Optional.ofNullable(model);
  }

  Usage usage() {
    return usage;
  }
}
