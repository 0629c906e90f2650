package dev.localllm.chat;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What only Ollama knows, asked for through another dialect.
 *
 * @param options further {@code options} ({@code num_ctx}, {@code top_k} …); {@link Sampling} wins
 *     where both name one
 * @param keepAlive how long the model stays in memory, as Ollama spells it; null for its default
 */
public record OllamaExtension(ObjectNode options, @Nullable JsonNode keepAlive) {}
