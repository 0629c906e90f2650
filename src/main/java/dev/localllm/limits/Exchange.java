package dev.localllm.limits;

import dev.localllm.store.Cache;
import dev.localllm.store.Script;
import java.time.Duration;
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
 * idle one never waits. What is told goes before what is asked; tokens that are owed or given back
 * go with the caller's next request, or else with the next {@link #flush}. Nothing is kept of a
 * caller who has nothing to tell or to ask. Thread-safe; never blocks.
 */
final class Exchange {

  private final Cache cache;
  private final Script script;
  private final String leaseMillis;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  Exchange(Cache cache, Script script, Duration lease) {
    this.cache = cache;
    this.script = script;
    leaseMillis = String.valueOf(lease.toMillis());
  }

  void tell(String caller, Line.Debt debt) {
    add(
        caller,
        line -> {
          line.owe(debt);
          line.urgent |= debt.isUrgent();
        });
  }

  /** Makes leases begin anew; one that is told to have ended, before or after, still ends. */
  void renew(String caller, Collection<String> leases) {
    add(
        caller,
        line -> {
          line.renewals.addAll(leases);
          line.urgent = true;
        });
  }

  /**
   * Asks for something.
   *
   * @param lease its name, empty for none
   * @return what was granted; fails when Redis cannot say so
   */
  CompletableFuture<Tally> ask(Demand demand, String lease) {
    var answer = new CompletableFuture<Tally>();
    add(
        demand.caller(),
        line -> {
          line.asks.add(new Line.Ask(demand, lease, answer));
          line.urgent = true;
        });
    return answer;
  }

  /** Tells what nobody was in a hurry to tell. */
  void flush() {
    lines
        .keySet()
        .forEach(caller -> {
          var now = new Line();
          lines.computeIfPresent(caller, (_, line) -> line.calling ? line : begin(line, now));
          send(caller, now);
        });
  }

  private void add(String caller, Consumer<Line> what) {
    var now = new Line();
    lines.compute(
        caller,
        (_, waiting) -> {
          Line line = waiting == null ? new Line() : waiting;
          what.accept(line);
          return line.calling || !line.isUrgent() ? line : begin(line, now);
        });
    send(caller, now);
  }

  private void next(String caller) {
    var now = new Line();
    lines.computeIfPresent(
        caller,
        (_, line) -> {
          line.calling = false;
          return line.isEmpty() ? null : line.isUrgent() ? begin(line, now) : line;
        });
    send(caller, now);
  }

  private static Line begin(Line line, Line now) {
    line.moveTo(now);
    line.urgent = !line.isEmpty();
    line.calling = true;
    return line;
  }

  private void send(String caller, Line now) {
    if (!now.isEmpty()) {
      var _ =
          cache
              .call(script, CallerKeys.of(caller), now.arguments(leaseMillis))
              .whenComplete((numbers, failure) -> {
                next(caller);
                answer(now, numbers, failure);
              });
    }
  }

  private static void answer(Line now, @Nullable List<Long> numbers, @Nullable Throwable failure) {
    int from = 0;
    for (Line.Ask ask : now.asks) {
      if (numbers == null || failure != null) {
        ask.answer().completeExceptionally(failure);
      } else {
        ask.answer().complete(Tally.of(numbers.subList(from, from + Tally.SIZE)));
        from += Tally.SIZE;
      }
    }
  }
}
