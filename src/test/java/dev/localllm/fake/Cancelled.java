package dev.localllm.fake;

/**
 * A request whose client left before its answer was complete.
 *
 * @param tokens how many tokens had been written by then
 */
public record Cancelled(String model, int tokens) {}
