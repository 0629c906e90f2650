/**
 * The admin API {@code /admin/v1}: keys, usage, audit log and settings, for those with the scope
 * admin, and usage for those with the scope usage:read.
 *
 * <p>Resources only take a request apart and run its work on a virtual thread; the work is in plain
 * classes that read {@link dev.localllm.console.Fields} and {@link dev.localllm.console.Query} and
 * return a {@link dev.localllm.console.Reply}. Whatever is refused is a problem detail (RFC 9457);
 * a request with several wrong fields is told all of them.
 *
 * <p>Pages go on where their cursor says, so that what is added meanwhile moves nothing. A change
 * of a key names the version that it is based on (RFC 9110, section 13), and is audited.
 *
 * <p>Requirements: SEC-1, SEC-5, SVC-3, CFG-9. Out of scope: who may call, which is the door's
 * business.
 */
@NullMarked
package dev.localllm.console;

import org.jspecify.annotations.NullMarked;
