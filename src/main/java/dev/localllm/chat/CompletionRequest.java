package dev.localllm.chat;

import org.jspecify.annotations.Nullable;

/**
 * A text that a model shall continue.
 *
 * @param prompt the text
 * @param suffix what shall follow the insertion, null when nothing does
 * @param raw whether the model gets the prompt as it is, without its template
 * @param sampling how to choose tokens
 * @param format form of the answer, null for free text
 * @param thinking whether to think, null for the model's default
 * @param topLogprobs as in {@link ChatRequest}
 * @param stream whether the answer shall come in pieces
 * @param extension what only Ollama knows
 */
public record CompletionRequest(
    String prompt,
    @Nullable String suffix,
    boolean raw,
    Sampling sampling,
    @Nullable OutputFormat format,
    @Nullable Thinking thinking,
    @Nullable Integer topLogprobs,
    boolean stream,
    OllamaExtension extension) {}
