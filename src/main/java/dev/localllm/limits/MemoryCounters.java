package dev.localllm.limits;

import dev.localllm.limits.Claim.Settling;
import dev.localllm.limits.Tally.Ruling;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts for this replica alone, for so many callers at most. A caller is forgotten when nothing of
 * it counts any more; while all of them count, a further one is refused: to forget one would give
 * it all its limits anew. Never blocks.
 */
final class MemoryCounters implements Counters, Settling {
  private final InstantSource clock;
  private final Instant since;
  private final Map<String, Usage> callers = new ConcurrentHashMap<>();
  private final AtomicInteger places;

  MemoryCounters(InstantSource clock, int mostCallers) {
    this.clock = clock;
    since = clock.instant();
    places = new AtomicInteger(mostCallers);
  }

  @Override
  public Taking begin(Demand demand) {
    long now = clock.millis();
    long month = demand.hasBudget() ? Months.of(now) : 0;
    Tally tally =
        of(demand.caller(), usage -> usage.take(demand, now, month))
            .orElseGet(() -> new Tally(Ruling.CROWDED, 0, 0, 0, 0, 0, 0, now, 0));
    return new Taking.Counted(new Claim(this, demand, tally, 0));
  }

  @Override
  public void settle(Claim claim, long tokens, long cost) {
    long now = clock.millis();
    var _ = of(claim.demand().caller(), usage -> usage.settle(claim, tokens, cost, now));
  }

  @Override
  public void ledgerSays(String caller, long month, long spent) {
    if (spent > 0) {
      var _ = of(caller, usage -> usage.raise(month, spent));
    }
  }

  /** Forgets callers of whom nothing counts. */
  @Override
  public void look() {
    long now = clock.millis();
    long month = Months.of(now);
    callers.forEach((caller, usage) -> {
      synchronized (usage) {
        if (usage.drop(now, month) && callers.remove(caller, usage)) {
          places.incrementAndGet();
        }
      }
    });
  }

  @Override
  public void leave() {
    // nobody else counts with it
  }

  /** Tells what was spent in the latest month that is known. */
  void spending(Spending to) {
    callers.forEach((caller, usage) -> {
      synchronized (usage) {
        usage.tellSpending(caller, to);
      }
    });
  }

  /** Is told what a caller has spent in a month. */
  interface Spending {
    void spent(String caller, long month, long spent);
  }

  @Override
  public LimitsState state() {
    return new LimitsState(false, false, 1, since);
  }

  int size() {
    return callers.size();
  }

  /** Does something with what a caller has taken; empty when there is no place for it. */
  private <T> Optional<T> of(String caller, Function<Usage, T> action) {
    while (true) {
      Usage usage = callers.get(caller);
      if (usage == null) {
        usage = callers.computeIfAbsent(caller, _ -> freshUsage());
      }
      if (usage == null) {
        return Optional.empty();
      }
      synchronized (usage) {
        if (!usage.isDropped()) {
          return Optional.of(action.apply(usage));
        }
      }
    }
  }

  private @Nullable Usage freshUsage() {
    if (places.getAndDecrement() > 0) {
      return new Usage();
    }
    places.incrementAndGet();
    return null;
  }
}
