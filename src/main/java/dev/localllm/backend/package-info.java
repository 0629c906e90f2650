/**
 * The servers that run models: how they are called, watched and given up.
 *
 * <p>An {@link dev.localllm.backend.Backend} speaks Ollama's native API; one is a real server
 * behind a MicroProfile REST client, another is the sample model in this process. Calls block the
 * virtual thread they are made on; interrupting that thread ends them.
 *
 * <p>Requirements: FLT-1, FLT-3, FLT-5. Out of scope: which backend gets a request.
 */
@NullMarked
package dev.localllm.backend;

import org.jspecify.annotations.NullMarked;
