package dev.localllm.protocol.ollama;

import dev.localllm.chat.Flaw;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Json;
import dev.localllm.protocol.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What the gateway must know of a native request: everything else stays bytes.
 *
 * @param model what Ollama would take the model to be; null when the request names none
 * @param models where in the body values of {@code model} stand; usually one
 * @param inside offset just behind the opening brace
 * @param empty whether the object has no fields
 * @param stream the value of {@code stream}, null when not told
 * @param hasMessages whether there is a message; without, a chat only loads the model
 * @param hasPrompt whether there is anything to continue; without, generate only loads the model
 * @param options how long the answer may become
 */
record NativeRequest(
    @Nullable String model,
    List<Span> models,
    int inside,
    boolean empty,
    @Nullable Boolean stream,
    boolean hasMessages,
    boolean hasPrompt,
    NativeOptions options) {

  private static final Set<String> READ =
      Set.of("model", "stream", "messages", "prompt", "options", "suffix", "images");

  /** A value of {@code model}: its bytes from {@code from} to before {@code to}, and its text. */
  record Span(int from, int to, @Nullable String text) {}

  /** Reads {@code body}, throwing {@link GatewayError.Invalid} if it is not a JSON object. */
  static NativeRequest read(byte[] body) {
    Json.requireText(body);
    try (JsonParser parser = Json.MAPPER.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Json.notAnObject();
      }
      NativeRequest request = new Scan(parser, body).read();
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

  private static final class Scan {
    private final JsonParser parser;
    private final byte[] body;
    private final NativeOptions options = new NativeOptions();
    private final List<Span> models = new ArrayList<>();
    private @Nullable String model;
    private @Nullable Boolean stream;
    private boolean hasMessages;
    private boolean hasPrompt;

    Scan(JsonParser parser, byte[] body) {
      this.parser = parser;
      this.body = body;
    }

    NativeRequest read() {
      int inside = offset();
      var names = new FieldNames(READ);
      boolean empty = true;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        empty = false;
        names.next(parser.currentName());
        field(parser.currentName());
      }
      options.end(parser);
      String name = ModelName.of(model).orElse(null);
      return new NativeRequest(
          name, List.copyOf(models), inside, empty, stream, hasMessages, hasPrompt, options);
    }

    private void field(String name) {
      JsonToken token = parser.nextToken();
      switch (name) {
        case "model" -> model(token);
        case "stream" -> stream(token);
        case "messages" -> hasMessages = hasElements(token);
        case "prompt" -> hasPrompt = hasWords(token);
        case "options" -> options.read(parser, body);
        case "suffix", "images" -> hasPrompt |= hasSomething(token);
        default -> parser.skipChildren();
      }
    }

    private void model(JsonToken token) {
      int from = (int) parser.currentTokenLocation().getByteOffset();
      String text = token == JsonToken.VALUE_NULL ? null : requireText(token);
      models.add(new Span(from, offset(), text));
      model = text;
    }

    private String requireText(JsonToken token) {
      if (token != JsonToken.VALUE_STRING) {
        throw invalid("model must be a string", "model");
      }
      return parser.getString();
    }

    private void stream(JsonToken token) {
      switch (token) {
        case VALUE_TRUE -> stream = true;
        case VALUE_FALSE -> stream = false;
        case VALUE_NULL -> {}
        default -> throw invalid("stream must be true or false", "stream");
      }
    }

    /** Whether the value is an array with elements; goes to its end. */
    private boolean hasElements(JsonToken token) {
      if (token != JsonToken.START_ARRAY) {
        parser.skipChildren();
        return token != JsonToken.VALUE_NULL;
      }
      boolean some = false;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        some = true;
        parser.skipChildren();
      }
      return some;
    }

    private boolean hasWords(JsonToken token) {
      parser.skipChildren();
      return switch (token) {
        case VALUE_STRING -> hasPrompt || !parser.getString().isEmpty();
        // images or a suffix may have come before
        case VALUE_NULL -> hasPrompt;
        default -> true;
      };
    }

    private boolean hasSomething(JsonToken token) {
      parser.skipChildren();
      return token != JsonToken.VALUE_NULL;
    }

    private int offset() {
      return (int) parser.currentLocation().getByteOffset();
    }

    private static GatewayException invalid(String message, String field) {
      return new GatewayException(new GatewayError.Invalid(message, field, Flaw.TYPE));
    }
  }
}
