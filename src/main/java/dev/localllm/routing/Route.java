package dev.localllm.routing;

import dev.localllm.backend.Backend;

/**
 * Where a request goes.
 *
 * @param backend who is asked
 * @param model the model's name there
 */
public record Route(Backend backend, String model) {}
