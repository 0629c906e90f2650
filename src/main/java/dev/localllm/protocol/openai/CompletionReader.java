package dev.localllm.protocol.openai;

import dev.localllm.chat.CompletionRequest;
import dev.localllm.chat.Thinking;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the body of a completion. */
final class CompletionReader {

  private CompletionReader() {}

  static CompletionRequest read(JsonFields body, boolean rawPrompts) {
    String suffix = body.string("suffix");
    return new CompletionRequest(
        prompt(body),
        suffix,
        // only the template can place a suffix
        rawPrompts && suffix == null,
        SamplingReader.read(body),
        null,
        // a completion has no place for thoughts, which would only use up max_tokens
        Thinking.OFF,
        body.integer("logprobs", 0, 5),
        body.flag("stream"),
        ExtensionReader.read(body));
  }

  private static String prompt(JsonFields body) {
    JsonNode prompt = body.node("prompt");
    if (prompt == null) {
      throw body.missing("prompt");
    }
    requireWords(body, prompt);
    List<String> prompts = body.strings("prompt", 1);
    if (prompts.isEmpty() || prompts.getFirst().isEmpty()) {
      throw body.invalid("prompt", "must not be empty");
    }
    return prompts.getFirst();
  }

  private static void requireWords(JsonFields body, @Nullable JsonNode prompt) {
    if (prompt != null && prompt.isArray() && !prompt.isEmpty() && !prompt.get(0).isString()) {
      throw body.unsupported("prompt", "must be text: token numbers are not supported");
    }
  }
}
