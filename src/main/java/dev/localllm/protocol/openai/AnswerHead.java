package dev.localllm.protocol.openai;

import java.util.function.Supplier;

/**
 * What is known of an answer before its first word.
 *
 * @param id its name, {@code chatcmpl-…} or {@code cmpl-…}
 * @param created when it began, in seconds since 1970
 * @param requestedModel as the client named it, empty when it named none
 * @param callIds makes ids for tool calls that come without one
 */
record AnswerHead(String id, long created, String requestedModel, Supplier<String> callIds) {}
