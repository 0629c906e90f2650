/**
 * The way of one inference request: identify, admit, read, route, reserve, call, write, settle.
 *
 * <p>Nothing is held for a caller before its limits are asked ({@link
 * dev.localllm.pipeline.Entrance}), and what is held then has a budget ({@link
 * dev.localllm.pipeline.HeldBytes}). A request takes a place among those under way when its body is
 * there, not before.
 *
 * <p>Requests that manage models go the same way, past other listeners ({@link
 * dev.localllm.pipeline.Management}).
 *
 * <p>A body arrives without a thread ({@link dev.localllm.pipeline.Upload}), except a blob, which
 * is not awaited ({@code Passage}); everything after that runs on the request's own virtual thread
 * and blocks; only heartbeats and the watchdog come from outside. Jakarta stays out: the client is
 * a {@link dev.localllm.pipeline.Client}, the backend a {@link dev.localllm.backend.Backend}.
 *
 * <p>Requirements: API-6, FLT-3, FLT-4 (bound on streams), FLT-5, FLT-6.
 */
@NullMarked
package dev.localllm.pipeline;

import org.jspecify.annotations.NullMarked;
