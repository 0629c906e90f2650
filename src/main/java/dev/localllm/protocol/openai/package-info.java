/**
 * OpenAI's API, towards clients: chat completions, completions, embeddings and models.
 *
 * <p>A request's body becomes the hub's request, field by field: each field of OpenAI's API has a
 * declared {@link dev.localllm.protocol.openai.FieldFate} in one of the tables ({@code ChatFields},
 * …), from which {@code docs/compatibility.md} is made; what no table knows is refused by name. The
 * backend's answer comes through the hub's events and leaves in OpenAI's words and order.
 *
 * <p>Requirements: API-2, API-5, API-6. No I/O, no threads; see {@link dev.localllm.protocol}. Out
 * of scope: responses, files, batches.
 */
@NullMarked
package dev.localllm.protocol.openai;

import org.jspecify.annotations.NullMarked;
