package dev.localllm.chat;

/**
 * Tokens of one exchange, as the backend counted them.
 *
 * @param promptTokens the whole prompt, cached tokens included
 * @param cachedTokens the part of the prompt that came from the backend's cache
 * @param completionTokens tokens generated, thinking included
 */
public record Usage(int promptTokens, int cachedTokens, int completionTokens) {

  /** Nothing counted. */
  public static final Usage NONE = new Usage(0, 0, 0);

  /** Prompt and completion together. */
  public int totalTokens() {
    return promptTokens + completionTokens;
  }
}
