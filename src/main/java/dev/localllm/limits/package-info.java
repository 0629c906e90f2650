/**
 * How much a caller may use: requests and tokens in a minute, requests under way, money in a month.
 *
 * <p>A request asks once; what it may use is taken from all limits of its caller or from none, and
 * it gets a permit or is told when to come again. Tokens are taken by estimate; when the permit is
 * settled, the real number takes its place. A minute is any sixty seconds: there is no moment at
 * which a caller gets its limit twice.
 *
 * <p>With a cache all replicas count together, exactly, by one exchange for each request at most
 * and by the cache's clock. Busy callers far from their limits are counted ahead: what is left of
 * such a stock is given back when its second is over, so that in a minute never more is granted,
 * and for a moment maybe less. Without it, or while it cannot be reached or is slow, each counts by
 * itself, then granting its part of each limit. What one replica granted is not moved to the other
 * way of counting when that changes, so a caller may get up to twice its limit in the minute of the
 * change; what it has spent is moved.
 *
 * <p>A budget is checked when a request comes and charged when it is over, so what is under way
 * meanwhile may exceed it. The ledger knows what was really spent; whoever has it tells it from
 * time to time.
 *
 * <p>Wrong credentials are counted here, too, by address and for each replica alone.
 *
 * <p>Only {@link dev.localllm.limits.Limiter#admit} may block, for a quarter of a second at most.
 *
 * <p>Requirements: SEC-1 (failures), SEC-3.
 */
@NullMarked
package dev.localllm.limits;

import org.jspecify.annotations.NullMarked;
