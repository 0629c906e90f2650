/**
 * Ollama's native API, towards clients and towards backends.
 *
 * <p>A native client's request is forwarded as it came, only {@code model} is replaced in the
 * bytes; the answer is forwarded too and merely watched for its end, its counts and errors. For
 * clients of other dialects the hub's requests are written, and the answers read, as Ollama 0.34
 * does (recorded in the tests' resources). Requests that manage models are forwarded likewise.
 *
 * <p>Requirements: API-1, API-5, API-6. No I/O, no threads; see {@link dev.localllm.protocol}. Out
 * of scope: read-only routes, whose bodies are nobody's business here.
 */
@NullMarked
package dev.localllm.protocol.ollama;

import org.jspecify.annotations.NullMarked;
