/**
 * Tasks without an end: what the gateway does again and again while it runs.
 *
 * <p>A task takes a step, rests for as long as the step says, and takes the next one. Whatever a
 * step throws, an {@link java.lang.Error} too, the task goes on: it is logged when it begins to
 * fail and when it works again, counted, and rests a little longer after each failure. A thread
 * that is lost all the same, or never came because the executor refused, is replaced within a
 * second. So nothing in the gateway stops for good without a word.
 *
 * <p>Threading: the container gives each task a platform thread, one at a time. Virtual ones would
 * be cheaper, but a start, when all tasks load their first classes, could come to a standstill: a
 * class that the JVM itself asks for pins the carrier, and the server's class loaders wait for a
 * lock there that may have been granted to a virtual thread without a carrier. There are about a
 * dozen.
 *
 * <p>Out of scope: work with an end, such as a request or a fetch; a step that never returns, which
 * metrics show.
 *
 * <p>Requirements: OPS-1, OPS-2.
 */
@NullMarked
package dev.localllm.background;

import org.jspecify.annotations.NullMarked;
