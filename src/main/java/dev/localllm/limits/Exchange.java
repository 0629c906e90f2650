package dev.localllm.limits;

import dev.localllm.store.Cache;
import dev.localllm.store.Script;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells Redis what was used, and asks it for more, one call at a time for each caller: what comes
 * up meanwhile goes together with the next call, so that a busy caller costs few of them and an
 * idle one never waits. What is told goes before what is asked. Nothing is kept of a caller without
 * a call. Thread-safe; never blocks.
 */
final class Exchange {

  /** So that a call does not keep others from Redis for long. */
  private static final int MOST_AT_ONCE = 64;

  private final Cache cache;
  private final Script script;
  private final String leaseMillis;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  Exchange(Cache cache, Script script, Duration lease) {
    this.cache = cache;
    this.script = script;
    leaseMillis = String.valueOf(lease.toMillis());
  }

  /** What waits while a call of its caller is under way. */
  private static final class Line {
    final ArrayDeque<Debt> debts = new ArrayDeque<>(1);
    final ArrayDeque<String> renewals = new ArrayDeque<>(1);
    final ArrayDeque<Ask> asks = new ArrayDeque<>(1);

    boolean isEmpty() {
      return debts.isEmpty() && renewals.isEmpty() && asks.isEmpty();
    }

    void moveTo(Line other) {
      move(debts, other.debts);
      move(renewals, other.renewals);
      move(asks, other.asks);
    }

    private static <T> void move(ArrayDeque<T> from, ArrayDeque<T> to) {
      for (int i = 0; i < MOST_AT_ONCE && !from.isEmpty(); i++) {
        to.add(from.remove());
      }
    }
  }

  /**
   * What a request used.
   *
   * @param takenMillis when it was granted
   * @param tokens more than were granted then; negative for less
   * @param lease that ends; empty for none
   * @param month of the cost
   * @param cost in millionths
   */
  record Debt(long takenMillis, long tokens, String lease, long month, long cost) {}

  private record Ask(Demand demand, String lease, CompletableFuture<Tally> answer) {}

  void tell(String caller, Debt debt) {
    add(caller, line -> line.debts.add(debt));
  }

  /** Makes leases begin anew; one that is told to have ended, before or after, still ends. */
  void renew(String caller, Collection<String> leases) {
    add(caller, line -> line.renewals.addAll(leases));
  }

  /**
   * Asks for something.
   *
   * @param lease its name, empty for none
   * @return what was granted; fails when Redis cannot say so
   */
  CompletableFuture<Tally> ask(Demand demand, String lease) {
    var answer = new CompletableFuture<Tally>();
    add(demand.caller(), line -> line.asks.add(new Ask(demand, lease, answer)));
    return answer;
  }

  private void add(String caller, Consumer<Line> what) {
    var now = new Line();
    lines.compute(
        caller,
        (_, waiting) -> {
          Line line = waiting == null ? new Line() : waiting;
          what.accept(line);
          if (waiting == null) {
            line.moveTo(now);
          }
          return line;
        });
    send(caller, now);
  }

  private void next(String caller) {
    var now = new Line();
    lines.computeIfPresent(
        caller,
        (_, line) -> {
          line.moveTo(now);
          return now.isEmpty() ? null : line;
        });
    send(caller, now);
  }

  private void send(String caller, Line now) {
    if (!now.isEmpty()) {
      var _ =
          cache
              .call(script, CallerKeys.of(caller), arguments(now))
              .whenComplete((numbers, failure) -> {
                next(caller);
                answer(now, numbers, failure);
              });
    }
  }

  private static void answer(Line now, @Nullable List<Long> numbers, @Nullable Throwable failure) {
    int from = 0;
    for (Ask ask : now.asks) {
      if (numbers == null || failure != null) {
        ask.answer.completeExceptionally(failure);
      } else {
        ask.answer.complete(Tally.of(numbers.subList(from, from + Tally.SIZE)));
        from += Tally.SIZE;
      }
    }
  }

  private String[] arguments(Line line) {
    List<String> arguments = new ArrayList<>();
    arguments.add(leaseMillis);
    arguments.add(String.valueOf(line.debts.size()));
    arguments.add(String.valueOf(line.renewals.size()));
    for (Debt debt : line.debts) {
      arguments.add(String.valueOf(debt.takenMillis));
      arguments.add(String.valueOf(debt.tokens));
      arguments.add(debt.lease);
      arguments.add(String.valueOf(debt.month));
      arguments.add(String.valueOf(debt.cost));
    }
    arguments.addAll(line.renewals);
    for (Ask ask : line.asks) {
      arguments.add(String.valueOf(ask.demand.requests()));
      arguments.add(String.valueOf(ask.demand.tokens()));
      arguments.add(String.valueOf(ask.demand.concurrency()));
      arguments.add(String.valueOf(ask.demand.budget()));
      arguments.add(ask.demand.hard() ? "1" : "0");
      arguments.add(String.valueOf(ask.demand.estimate()));
      arguments.add(ask.lease);
    }
    return arguments.toArray(String[]::new);
  }
}
