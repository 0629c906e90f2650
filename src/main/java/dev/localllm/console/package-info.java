/**
 * The admin API {@code /admin/v1}: keys, usage, audit log and settings for those with the scope
 * admin.
 *
 * <p>Requirements: SEC-1, SEC-5, SVC-3.
 */
@NullMarked
package dev.localllm.console;

import org.jspecify.annotations.NullMarked;
