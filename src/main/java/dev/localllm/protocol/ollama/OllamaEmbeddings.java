package dev.localllm.protocol.ollama;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.chat.Usage;
import dev.localllm.protocol.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The answer of {@code /api/embed}. One thread at a time. */
public final class OllamaEmbeddings {

  private final List<float[]> vectors = new ArrayList<>();
  private final OllamaCounts counts = new OllamaCounts();
  private @Nullable String model;

  private OllamaEmbeddings() {}

  /**
   * Reads the whole body.
   *
   * @throws GatewayException {@link GatewayError.BackendFailed} when it reports an error or cannot
   *     be read
   */
  public static OllamaEmbeddings read(byte[] buffer, int offset, int length) {
    OllamaEmbeddings result = new OllamaEmbeddings();
    try (JsonParser parser = Json.MAPPER.createParser(buffer, offset, length)) {
      result.read(parser);
    } catch (JacksonException e) {
      throw OllamaErrors.unreadable();
    }
    return result;
  }

  /** One vector for each input, in order. */
  public List<float[]> vectors() {
    return List.copyOf(vectors);
  }

  /** The model as the backend named it; empty when it did not. */
  public Optional<String> model() {
    return Optional.ofNullable(model);
  }

  /** The tokens of all inputs. */
  public Usage usage() {
    return counts.usage();
  }

  private void read(JsonParser parser) {
    require(parser.nextToken() == JsonToken.START_OBJECT);
    boolean found = false;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "error" -> throw OllamaErrors.reported(parser);
        case "model" -> model = parser.getValueAsString();
        case "embeddings" -> {
          found = true;
          vectors(parser);
        }
        default -> skip(name, parser);
      }
    }
    require(found && parser.nextToken() == null);
  }

  private void skip(String name, JsonParser parser) {
    if (!counts.take(name, parser)) {
      parser.skipChildren();
    }
  }

  private void vectors(JsonParser parser) {
    require(parser.currentToken() == JsonToken.START_ARRAY);
    float[] numbers = new float[1024];
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(parser.currentToken() == JsonToken.START_ARRAY);
      int size = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (size == numbers.length) {
          numbers = Arrays.copyOf(numbers, size * 2);
        }
        numbers[size++] = parser.getFloatValue();
      }
      vectors.add(Arrays.copyOf(numbers, size));
    }
  }

  private static void require(boolean readable) {
    if (!readable) {
      throw OllamaErrors.unreadable();
    }
  }
}
