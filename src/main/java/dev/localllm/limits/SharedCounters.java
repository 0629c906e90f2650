package dev.localllm.limits;

import dev.localllm.limits.Claim.Settling;
import dev.localllm.store.Cache;
import dev.localllm.store.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Counts for all replicas together, in Redis: one call for a request, or none when the caller is
 * busy, and one that nobody waits for when it is over if it held a place or cost money.
 * Thread-safe.
 */
final class SharedCounters implements Settling {
  static final String PREFIX = "llm:limits:";
  private static final String REPLICAS = PREFIX + "replicas";
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration REPLICA_COUNTS_FOR = Duration.ofSeconds(15);

  private final Cache cache;
  private final Duration timeout;
  private final String replica;
  private final Scripts scripts;
  private final Exchange exchange;
  private final Prefetches prefetches;
  private final AtomicLong leases = new AtomicLong();
  private final Map<Long, String> leased = new ConcurrentHashMap<>();

  /**
   * Counts there.
   *
   * @param timeout how long a request may wait for an answer
   * @param replica what no other replica is called
   */
  SharedCounters(Cache cache, Duration timeout, String replica, Scripts scripts) {
    this(cache, timeout, replica, scripts, System::nanoTime);
  }

  SharedCounters(
      Cache cache, Duration timeout, String replica, Scripts scripts, LongSupplier nanoTime) {
    this.cache = cache;
    this.timeout = timeout;
    this.replica = replica;
    this.scripts = scripts;
    exchange = new Exchange(cache, scripts.exchange(), LEASE);
    prefetches = new Prefetches(exchange, nanoTime);
    cache.prepare(scripts.all());
  }

  /** Begins to take what is demanded. */
  Taking begin(Demand demand) {
    // places and money that others have given back or spent meanwhile must be asked for
    boolean ahead = demand.hasOnlyWindow();
    Optional<Tally> granted = ahead ? prefetches.take(demand) : Optional.empty();
    if (granted.isPresent()) {
      return new Taking.Counted(new Claim(this, demand, granted.get(), 0));
    }
    long lease = demand.concurrency() == 0 ? 0 : leases.incrementAndGet();
    CompletableFuture<Claim> coming =
        exchange.ask(demand, name(lease)).thenApply(tally -> claim(demand, tally, lease));
    if (ahead) {
      prefetches.fetch(demand);
    }
    return new Asked(coming, timeout);
  }

  private Claim claim(Demand demand, Tally tally, long lease) {
    if (lease != 0 && tally.isGranted()) {
      leased.put(lease, demand.caller());
    }
    return new Claim(this, demand, tally, lease);
  }

  /** What Redis is asked for. */
  private record Asked(CompletableFuture<Claim> coming, Duration timeout) implements Taking {

    @Override
    public boolean isKnown() {
      return coming.isDone();
    }

    /**
     * The answer.
     *
     * @throws StoreUnavailable when Redis cannot say so in time
     */
    @Override
    public Claim await() {
      try {
        return Waiting.forAnswer(coming, timeout);
      } catch (StoreUnavailable e) {
        // what is granted too late is given back
        abandon();
        throw e;
      }
    }

    @Override
    public void abandon() {
      var _ = coming.thenAccept(Claim::giveBack);
    }
  }

  @Override
  public void settle(Claim claim, long tokens, long cost) {
    Demand demand = claim.demand();
    boolean paid = cost > 0 && demand.hasBudget();
    long debt = claim.debt(tokens);
    if (claim.lease() == 0 && debt == 0 && !paid) {
      return;
    }
    leased.remove(claim.lease());
    long taken = claim.tally().atMillis();
    exchange.tell(
        demand.caller(),
        new Line.Debt(taken, 0, debt, name(claim.lease()), Months.of(taken), paid ? cost : 0));
  }

  void ledgerSays(String caller, long month, long spent) {
    var _ =
        cache.call(
            scripts.ledger(),
            List.of(CallerKeys.spent(caller)),
            String.valueOf(month),
            String.valueOf(spent));
  }

  /**
   * Tells that this replica is there; blocks.
   *
   * @return how many there are
   * @throws StoreUnavailable when Redis cannot say so in time
   */
  int beat() {
    String millis = String.valueOf(REPLICA_COUNTS_FOR.toMillis());
    return Waiting.forAnswer(
            cache.call(scripts.beat(), List.of(REPLICAS), replica, millis), timeout)
        .getFirst()
        .intValue();
  }

  /** Tells what others can do without for a moment; to be done every second or so. */
  void flush() {
    prefetches.flush();
    exchange.flush();
  }

  /** Tells that this replica is not there any more. */
  void leave() {
    flush();
    var _ = cache.call(scripts.beat(), List.of(REPLICAS), replica, "0");
  }

  /**
   * Makes the leases of all requests under way begin anew, also those that Redis has lost. To be
   * done much more often than they end.
   */
  void renew() {
    Map<String, List<Long>> byCaller =
        leased.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    byCaller.forEach(this::renew);
  }

  private void renew(String caller, List<Long> mine) {
    exchange.renew(caller, mine.stream().map(this::name).toList());
    // one that was told to have ended just before must not come back by that
    for (long lease : mine) {
      if (!leased.containsKey(lease)) {
        exchange.tell(caller, new Line.Debt(0, 0, 0, name(lease), 0, 0));
      }
    }
  }

  private String name(long lease) {
    return lease == 0 ? "" : replica + ':' + lease;
  }
}
