package dev.localllm.protocol.openai;

import dev.localllm.chat.EmbeddingRequest;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the body of a request for embeddings. */
final class EmbeddingReader {

  private static final int MAX_INPUTS = 2048;

  private EmbeddingReader() {}

  static EmbeddingRequest read(JsonFields body) {
    return new EmbeddingRequest(
        inputs(body), body.integer("dimensions", 1, Integer.MAX_VALUE), ExtensionReader.read(body));
  }

  /** Whether vectors are wanted as base64 and not as numbers. */
  static boolean wantsBase64(JsonFields body) {
    return switch (body.string("encoding_format")) {
      case null -> false;
      case "float" -> false;
      case "base64" -> true;
      default -> throw body.invalid("encoding_format", "must be float or base64");
    };
  }

  private static List<String> inputs(JsonFields body) {
    JsonNode input = body.node("input");
    if (input == null) {
      throw body.missing("input");
    }
    if (input.isArray() && !input.isEmpty() && !input.get(0).isString()) {
      throw body.unsupported("input", "must be text: token numbers are not supported");
    }
    List<String> inputs = body.strings("input", MAX_INPUTS);
    if (inputs.isEmpty() || inputs.contains("")) {
      throw body.invalid("input", "must not be empty, nor have empty strings");
    }
    return inputs;
  }
}
