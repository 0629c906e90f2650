package dev.localllm.protocol.ollama;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** Reads the errors of Ollama. */
public final class OllamaErrors {

  private static final int MAX_TEXT = 2000;

  private OllamaErrors() {}

  /**
   * What a backend meant by an answer with an error status. The message is Ollama's own, byte for
   * byte, also where that is JSON inside a string; see {@link #plain}.
   *
   * @param status HTTP status; anything below 400 is not Ollama's protocol and a {@link
   *     GatewayError.BackendFailed}
   * @param body the answer's body
   */
  public static GatewayError refused(int status, byte[] body) {
    if (status < 400 || status > 599) {
      return new GatewayError.BackendFailed("the backend answered with HTTP status " + status);
    }
    String message = message(body);
    return new GatewayError.Refused(
        status, message.isEmpty() ? "the backend answered with HTTP status " + status : message);
  }

  /**
   * The words of an error without the JSON around it that Ollama leaves on errors of its runner
   * ({@code {"error":{"message":…}}} as text); other messages as they are.
   */
  public static String plain(String message) {
    if (!message.startsWith("{")) {
      return message;
    }
    try {
      JsonNode error = Json.MAPPER.readTree(message).path("error");
      JsonNode inner = error.isObject() ? error.path("message") : error;
      return inner.isString() ? inner.stringValue() : message;
    } catch (JacksonException e) {
      return message;
    }
  }

  /** The error of a line; {@code parser} stands at the value of {@code error}. */
  static GatewayException reported(JsonParser parser) {
    String text =
        parser.currentToken() == JsonToken.VALUE_STRING
            ? parser.getString()
            : parser.readValueAsTree().toString();
    return new GatewayException(new GatewayError.BackendFailed(text));
  }

  /** The backend sent what its protocol does not allow. */
  static GatewayException unreadable() {
    return new GatewayException(
        new GatewayError.BackendFailed("the backend sent an answer that cannot be read"));
  }

  private static String message(byte[] body) {
    try {
      JsonNode error = Json.MAPPER.readTree(body).path("error");
      if (!error.isMissingNode()) {
        return error.isString() ? error.stringValue() : error.toString();
      }
    } catch (JacksonException e) {
      // no JSON: a proxy in between may speak for the backend
    }
    String text = new String(body, 0, Math.min(body.length, MAX_TEXT), StandardCharsets.UTF_8);
    return text.strip();
  }
}
