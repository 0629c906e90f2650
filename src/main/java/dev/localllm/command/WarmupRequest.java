package dev.localllm.command;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One kind of chat request, and what a whole answer to it has. */
enum WarmupRequest {
  OPENAI("/v1/chat/completions", false, "\"finish_reason\""),
  OPENAI_STREAM("/v1/chat/completions", true, "data: [DONE]"),
  OLLAMA("/api/chat", false, "\"done\":true"),
  OLLAMA_STREAM("/api/chat", true, "\"done\":true");

  private final String path;
  private final boolean stream;
  private final String end;

  WarmupRequest(String path, boolean stream, String end) {
    this.path = path;
    this.stream = stream;
    this.end = end;
  }

  String path() {
    return path;
  }

  String body(String model) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", model);
    body.putArray("messages").addObject().put("role", "user").put("content", "Hello");
    return body.put("stream", stream).toString();
  }

  /** Whether {@code body} is an answer and not only the beginning of one. */
  boolean isWhole(String body) {
    return body.contains(end);
  }
}
