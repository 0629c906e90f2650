/**
 * The roles that run from a command line in the same image: {@code migrate}, {@code keys}, {@code
 * audit}, {@code warmup}. They need no server and print to standard output what was asked for and
 * nothing else. All but {@code warmup}, which is a client of the gateway, read the same settings.
 *
 * <p>Exit codes: 0 done; 1 could not be done, or the audit log is broken; 2 asked wrongly; 78 the
 * settings are wrong.
 *
 * <p>Requirements: SVC-1, SVC-2, SEC-1, SEC-5.
 */
@NullMarked
package dev.localllm.command;

import org.jspecify.annotations.NullMarked;
