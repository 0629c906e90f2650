/**
 * What the dialects have in common: framing, exchanges, answers and errors.
 *
 * <p>A codec turns the body of a client's request into an {@link dev.localllm.protocol.Exchange},
 * which knows what to ask a backend (always by Ollama's native API) and how to word its answer.
 * Between equal dialects bytes are forwarded and merely watched; between different ones everything
 * passes through {@link dev.localllm.chat}. Nothing here does I/O or knows about threads; exchanges
 * are immutable, answers belong to one thread at a time.
 *
 * <p>Requirements: API-1, API-2, API-5, API-6. Out of scope: choosing a backend, retries, limits.
 */
@NullMarked
package dev.localllm.protocol;

import org.jspecify.annotations.NullMarked;
