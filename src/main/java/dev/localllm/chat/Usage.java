package dev.localllm.chat;

/**
 * Tokens of one exchange, as the backend counted them.
 *
 * @param promptTokens the whole prompt, cached tokens included
 * @param cachedTokens the part of the prompt that came from the backend's cache
 * @param completionTokens tokens generated, thinking included
 * @param loadNanos how long the backend says it took to load the model; 0 when it does not say
 */
public record Usage(int promptTokens, int cachedTokens, int completionTokens, long loadNanos) {

  /** Nothing counted. */
  public static final Usage NONE = new Usage(0, 0, 0);

  /** Tokens alone. */
  public Usage(int promptTokens, int cachedTokens, int completionTokens) {
    this(promptTokens, cachedTokens, completionTokens, 0);
  }

  /** Prompt and completion together. */
  public int totalTokens() {
    return promptTokens + completionTokens;
  }
}
