/**
 * How much a caller may use: requests and tokens in a minute, requests under way, money in a month.
 *
 * <p>Requirements: SEC-3.
 */
@NullMarked
package dev.localllm.limits;

import org.jspecify.annotations.NullMarked;
