package dev.localllm.it;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** How a client of each dialect asks for a chat and reads what comes, for tests of both. */
enum Dialect {
  OLLAMA("/api/chat") {
    @Override
    String thinkingOff() {
      return "\"think\":false";
    }

    @Override
    String message(JsonNode error) {
      return error.path("error").asString("");
    }

    @Override
    List<String> events(String stream) {
      return stream.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    @Override
    boolean complete(String stream) {
      return stream.contains("\"done\":true");
    }
  },
  OPENAI("/v1/chat/completions") {
    @Override
    String thinkingOff() {
      return "\"reasoning_effort\":\"none\"";
    }

    @Override
    String message(JsonNode error) {
      return error.path("error").path("message").asString("");
    }

    @Override
    List<String> events(String stream) {
      return stream
          .lines()
          .filter(line -> line.startsWith("data:"))
          .map(line -> line.substring(5).strip())
          .toList();
    }

    @Override
    boolean complete(String stream) {
      return stream.contains("[DONE]") || stream.contains("\"finish_reason\":\"");
    }
  };

  private final String path;

  Dialect(String path) {
    this.path = path;
  }

  /** Its name in lower case, fit for a part of a model's name. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String path() {
    return path;
  }

  /** A request for a chat without thinking. */
  String chat(String model, boolean stream) {
    return """
    {"model":"%s","stream":%s,%s,"messages":[{"role":"user","content":"Hi"}]}\
    """
        .formatted(model, stream, thinkingOff());
  }

  abstract String thinkingOff();

  /** The words of an error body; empty when it has not the dialect's shape. */
  abstract String message(JsonNode error);

  /** The events of a stream, without framing and heartbeats. */
  abstract List<String> events(String stream);

  /** Whether a stream claims that its answer is whole. */
  abstract boolean complete(String stream);

  /** The words of the error that a stream ends with; empty when it ends otherwise. */
  String lastError(String stream) {
    String last = events(stream).getLast();
    return last.startsWith("{") ? message(Gateway.JSON.readTree(last)) : "";
  }
}
