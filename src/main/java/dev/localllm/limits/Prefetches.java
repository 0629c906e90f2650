package dev.localllm.limits;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Grants most requests of busy callers without asking Redis: as many as came in the last second are
 * counted there at once, for the second that goes on, and what is left of them is given back. For
 * callers far from their limits only. Thread-safe; never blocks.
 */
final class Prefetches {
  private final Exchange exchange;
  private final LongSupplier nanoTime;
  private final Map<String, Prefetch> callers = new ConcurrentHashMap<>();

  Prefetches(Exchange exchange, LongSupplier nanoTime) {
    this.exchange = exchange;
    this.nanoTime = nanoTime;
  }

  /** Notes that a request has come; empty when Redis has to be asked for it. */
  Optional<Tally> take(Demand demand) {
    long now = nanoTime.getAsLong();
    Prefetch mine = of(demand);
    Optional<Line.Debt> old;
    Optional<Tally> granted;
    synchronized (mine) {
      old = mine.old(now);
      granted = mine.take(demand, now);
    }
    giveBack(demand.caller(), old);
    return granted;
  }

  /**
   * Asks for a new stock, if that is worth while; after the request itself, which should not wait.
   */
  void fetch(Demand demand) {
    long now = nanoTime.getAsLong();
    Prefetch mine = of(demand);
    Optional<Demand> next;
    synchronized (mine) {
      next = mine.next(demand, now);
    }
    next.ifPresent(ahead -> {
      var _ =
          exchange
              .ask(ahead, "")
              .whenComplete(
                  (tally, _) -> arrived(mine, demand.caller(), stock(demand, ahead, tally, now)));
    });
  }

  /** Gives back what is left of the second before, and forgets who does not come any more. */
  void flush() {
    long now = nanoTime.getAsLong();
    callers.forEach((caller, prefetch) -> {
      Optional<Line.Debt> old;
      synchronized (prefetch) {
        old = prefetch.old(now);
        if (prefetch.isIdle(now)) {
          callers.remove(caller, prefetch);
        }
      }
      giveBack(caller, old);
    });
  }

  private Prefetch of(Demand demand) {
    Prefetch known = callers.get(demand.caller());
    return known != null
        ? known
        : callers.computeIfAbsent(demand.caller(), _ -> new Prefetch(nanoTime.getAsLong()));
  }

  private static Optional<Stock> stock(
      Demand demand, Demand ahead, @Nullable Tally tally, long asked) {
    return Optional.ofNullable(tally)
        .filter(Tally::isGranted)
        .map(granted -> new Stock(demand, ahead, granted, asked));
  }

  private void arrived(Prefetch mine, String caller, Optional<Stock> fresh) {
    Optional<Line.Debt> unused = Optional.empty();
    synchronized (mine) {
      if (fresh.isPresent()) {
        unused = mine.unused();
        mine.arrived(fresh.get());
      } else {
        mine.refused(nanoTime.getAsLong());
      }
    }
    giveBack(caller, unused);
  }

  /** Not with the lock of a caller: it asks for another one. */
  private void giveBack(String caller, Optional<Line.Debt> left) {
    left.ifPresent(debt -> exchange.tell(caller, debt));
  }
}
