/**
 * The ledger: one row for each inference request, and daily sums.
 *
 * <p>Requirements: SVC-3.
 */
@NullMarked
package dev.localllm.usage;

import org.jspecify.annotations.NullMarked;
