package dev.localllm.protocol.ollama;

import dev.localllm.chat.Usage;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Collects the token counts of one answer; Ollama leaves out those that are zero. */
final class OllamaCounts {

  private int prompt;
  private int cached;
  private int completion;
  private long load;
  private boolean any;

  /** Takes the value that {@code parser} stands at if {@code name} is a count. */
  boolean take(String name, JsonParser parser) {
    switch (name) {
      case "prompt_eval_count" -> prompt = count(parser);
      case "prompt_eval_cached_count" -> cached = count(parser);
      case "eval_count" -> completion = count(parser);
      case "load_duration" -> load = nanos(parser);
      default -> {
        return false;
      }
    }
    any = true;
    return true;
  }

  boolean any() {
    return any;
  }

  Usage usage() {
    return new Usage(prompt, cached, completion, load);
  }

  private static long nanos(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        ? Math.max(0, parser.getLongValue())
        : 0;
  }

  private static int count(JsonParser parser) {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return Math.max(0, parser.getIntValue());
    }
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return 0;
    }
    throw OllamaErrors.unreadable();
  }
}
