package dev.localllm.limits;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often one caller comes, and its stock. Whoever uses it holds its lock. Times are of {@link
 * System#nanoTime}.
 */
final class Prefetch {

  /** Fewer requests in a second are not worth a stock. */
  static final int FEWEST = 8;

  /** A replica has so much of a limit in stock at most: the others cannot grant it meanwhile. */
  private static final int PART = 16;

  private static final long SECOND = 1_000_000_000;

  private long second;
  private long requests;
  private long tokens;
  private long requestsBefore;
  private long tokensBefore;
  private boolean coming;
  private long notBefore;
  private @Nullable Stock stock;

  Prefetch(long nanos) {
    second = Math.floorDiv(nanos, SECOND);
    notBefore = nanos;
  }

  /** Notes that a request has come, and grants it if the stock allows it. */
  Optional<Tally> take(Demand demand, long nanos) {
    moveTo(nanos);
    requests += demand.count();
    tokens += demand.estimate();
    return stock == null ? Optional.empty() : stock.take(demand, nanos);
  }

  /** What the next stock should be, if it is time to ask for it. */
  Optional<Demand> next(Demand demand, long nanos) {
    if (coming || requestsBefore < FEWEST || nanos - notBefore < 0) {
      return Optional.empty();
    }
    long count = Math.max(requests, requestsBefore);
    long each = Math.ceilDiv(tokens + tokensBefore, requests + requestsBefore);
    if (demand.requests() > 0) {
      count = Math.min(count, demand.requests() / PART);
    }
    long enough = each == 0 ? count : demand.tokens() / PART / each;
    if (enough < FEWEST && demand.requests() > 0) {
      // the requests at least, whose tokens are then asked for one by one
      each = 0;
    } else {
      count = Math.min(count, enough);
    }
    if (count < FEWEST) {
      return Optional.empty();
    }
    coming = true;
    return Optional.of(demand.ahead((int) count, (int) (count * each)));
  }

  /** The stock that was asked for is there. */
  void arrived(Stock fresh) {
    coming = false;
    stock = fresh;
  }

  /** There is none now; not to be asked again at once. */
  void refused(long nanos) {
    coming = false;
    notBefore = nanos + SECOND;
  }

  /** Gives up the stock, if it is of no use any more. */
  Optional<Line.Debt> old(long nanos) {
    return stock == null || stock.isGood(nanos) ? Optional.empty() : unused();
  }

  /** Gives up the stock. */
  Optional<Line.Debt> unused() {
    Optional<Line.Debt> left = Optional.ofNullable(stock).map(Stock::unused);
    stock = null;
    return left;
  }

  /** Whether nothing is lost when it is forgotten. */
  boolean isIdle(long nanos) {
    moveTo(nanos);
    return stock == null && !coming && requests + requestsBefore == 0;
  }

  private void moveTo(long nanos) {
    long now = Math.floorDiv(nanos, SECOND);
    if (now == second) {
      return;
    }
    boolean next = now == second + 1;
    requestsBefore = next ? requests : 0;
    tokensBefore = next ? tokens : 0;
    requests = 0;
    tokens = 0;
    second = now;
  }
}
