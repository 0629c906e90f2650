/**
 * The edge: JAX-RS resources, one for each dialect, and what turns errors into answers.
 *
 * <p>Resource methods return at once. An inference goes to the pipeline, a listing to the catalog,
 * what manages models to the management, all on virtual threads; bodies are read there, so a slow
 * upload holds no thread of the server.
 *
 * <p>Requirements: API-1, API-2, API-6, SEC-2. Out of scope: what the dialects mean, which is the
 * codecs' business.
 */
@NullMarked
package dev.localllm.api;

import org.jspecify.annotations.NullMarked;
