package dev.localllm.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are chosen and when to stop. Null means "not told", so that the model's own default
 * holds.
 *
 * @param temperature 0 to 2
 * @param topP 0 to 1
 * @param maxTokens most tokens to generate, at least 1
 * @param seed start of the random numbers
 * @param presencePenalty −2 to 2
 * @param frequencyPenalty −2 to 2
 * @param stop texts that end the answer; empty for none
 */
public record Sampling(
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Integer maxTokens,
    @Nullable Long seed,
    @Nullable Double presencePenalty,
    @Nullable Double frequencyPenalty,
    List<String> stop) {

  public Sampling {
    stop = List.copyOf(stop);
  }
}
