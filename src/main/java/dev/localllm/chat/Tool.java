package dev.localllm.chat;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A function that the model may ask for.
 *
 * @param name the function's name
 * @param description what it does, null when not told
 * @param parameters JSON schema of its arguments, null when it takes none
 */
public record Tool(String name, @Nullable String description, @Nullable JsonNode parameters) {}
