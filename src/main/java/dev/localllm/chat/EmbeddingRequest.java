package dev.localllm.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts to turn into vectors.
 *
 * @param inputs the texts, at least one
 * @param dimensions length to cut the vectors to, at least 1; null for the model's own
 * @param extension what only Ollama knows
 */
public record EmbeddingRequest(
    List<String> inputs, @Nullable Integer dimensions, OllamaExtension extension) {

  public EmbeddingRequest {
    inputs = List.copyOf(inputs);
  }
}
