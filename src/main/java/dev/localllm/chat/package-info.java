/**
 * The hub between the dialects: what clients ask, what models answer, and what can go wrong.
 *
 * <p>Every codec translates between its wire format and these types, so N dialects need N codecs.
 * The types are values: immutable, without I/O, free of Jakarta and MicroProfile. Fields that only
 * Ollama knows (context size, keep-alive) travel beside them as {@link
 * dev.localllm.chat.OllamaExtension}.
 *
 * <p>Requirements: API-5, API-6.
 */
@NullMarked
package dev.localllm.chat;

import org.jspecify.annotations.NullMarked;
