package dev.localllm.chat;

import tools.jackson.databind.JsonNode;

/** The form that an answer must have. */
public sealed interface OutputFormat {

  /** Any valid JSON value. */
  record Json() implements OutputFormat {}

  /** JSON that fits a schema, which is passed on as it came. */
  record Schema(JsonNode schema) implements OutputFormat {}
}
