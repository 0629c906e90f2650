/**
 * A double of an Ollama 0.34.2 server with four tiny models, which goes wrong on demand.
 *
 * <p>It speaks what was recorded from the real one ({@code src/test/resources/recordings}), down to
 * the flush of each token, and reports which requests came, which streams were cancelled and how
 * late. Faults are {@link dev.localllm.fake.Script}s, one for each model name. Every connection has
 * a virtual thread that reads, and so sees the peer leave at once, and every request another one
 * that answers.
 *
 * <p>Models can be managed: they exist by name only, and what is pulled is there already.
 *
 * <p>Out of scope: {@code /v1}, and Ollama's one-at-a-time queue.
 */
@NullMarked
package dev.localllm.fake;

import org.jspecify.annotations.NullMarked;
