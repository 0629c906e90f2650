/**
 * The roles that run from a command line in the same image: {@code migrate}, {@code keys}, {@code
 * audit}.
 *
 * <p>Requirements: SVC-1, SVC-2.
 */
@NullMarked
package dev.localllm.command;

import org.jspecify.annotations.NullMarked;
