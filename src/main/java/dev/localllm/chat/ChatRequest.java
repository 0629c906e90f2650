package dev.localllm.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that a model shall continue.
 *
 * @param messages the turns so far, in order
 * @param tools what the model may call; empty for nothing
 * @param sampling how to choose tokens
 * @param format form of the answer, null for free text
 * @param thinking whether to think, null for the model's default
 * @param topLogprobs how many alternatives to report for each token, 0 for only the chosen one,
 *     null for no log probabilities
 * @param stream whether the answer shall come in pieces
 * @param extension what only Ollama knows
 */
public record ChatRequest(
    List<Message> messages,
    List<Tool> tools,
    Sampling sampling,
    @Nullable OutputFormat format,
    @Nullable Thinking thinking,
    @Nullable Integer topLogprobs,
    boolean stream,
    OllamaExtension extension) {

  public ChatRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }
}
