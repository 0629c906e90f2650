/**
 * How much a caller may use: requests and tokens in a minute, requests under way, money in a month.
 *
 * <p>A request asks when its head is there: itself, its place and its caller's budget are counted
 * together or not at all, and it gets a permit or is told when to come again. Its tokens are taken
 * when it was understood, as many of those that it wishes as are left, if they will do; when the
 * permit is settled, the real number takes their place. A minute is any sixty seconds: there is no
 * moment at which a caller gets its limit twice.
 *
 * <p>With a cache all replicas count together, exactly, by one exchange for each request at most,
 * two if its tokens are limited, and by the cache's clock. Busy callers far from their limits are
 * counted ahead: what is left of such a stock is given back when its second is over, so that in a
 * minute never more is granted, and for a moment maybe less. Without it, or while it cannot be
 * reached or is slow, each counts by itself, then granting its part of each limit. What one replica
 * granted is not moved to the other way of counting when that changes, so a caller may get up to
 * twice its limit in the minute of the change; what it has spent is moved.
 *
 * <p>A budget is checked when a request comes and charged when it is over, so what is under way
 * meanwhile may exceed it. The ledger knows what was really spent; whoever has it tells it from
 * time to time.
 *
 * <p>Wrong credentials are counted here, too, by address and for each replica alone.
 *
 * <p>Only {@link dev.localllm.limits.PendingVerdict#await} and {@link
 * dev.localllm.limits.Limiter#reserve} may block, for a second at most.
 *
 * <p>Requirements: SEC-1 (failures), SEC-3.
 */
@NullMarked
package dev.localllm.limits;

import org.jspecify.annotations.NullMarked;
