/**
 * The audit log: who did what to the gateway, in chains of hashes that show any later change.
 *
 * <p>Requirements: SEC-5.
 */
@NullMarked
package dev.localllm.audit;

import org.jspecify.annotations.NullMarked;
