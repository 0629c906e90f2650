package dev.localllm.chat;

import tools.jackson.databind.node.ObjectNode;

/**
 * A model's wish to have a tool called.
 *
 * @param id names the call within the conversation; never empty
 * @param name the tool's name
 * @param arguments the arguments, keys in the model's order
 */
public record ToolCall(String id, String name, ObjectNode arguments) {}
