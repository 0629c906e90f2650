package dev.localllm.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localllm.limits.Claim.Settling;
import dev.localllm.store.Cache;
import dev.localllm.store.StoreUnavailable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts for all replicas together, in Redis: one call for each request that comes, and one that
 * nobody waits for when it is over. Thread-safe.
 */
final class SharedCounters implements Settling {
  private static final String PREFIX = "llm:limits:";
  private static final String REPLICAS = PREFIX + "replicas";
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration REPLICA_COUNTS_FOR = Duration.ofSeconds(15);

  private final Cache cache;
  private final Duration timeout;
  private final String replica;
  private final Scripts scripts;
  private final AtomicLong leases = new AtomicLong();
  private final Map<Long, String> leased = new ConcurrentHashMap<>();

  /**
   * Counts there.
   *
   * @param timeout how long a request may wait for an answer
   * @param replica what no other replica is called
   */
  SharedCounters(Cache cache, Duration timeout, String replica, Scripts scripts) {
    this.cache = cache;
    this.timeout = timeout;
    this.replica = replica;
    this.scripts = scripts;
    cache.prepare(scripts.all());
  }

  /**
   * Takes what is demanded; blocks.
   *
   * @throws StoreUnavailable when Redis cannot say so in time
   */
  Claim take(Demand demand) {
    long lease = demand.concurrency() == 0 ? 0 : leases.incrementAndGet();
    CompletableFuture<Claim> coming =
        cache
            .call(
                scripts.take(),
                keys(demand.caller()),
                String.valueOf(demand.requests()),
                String.valueOf(demand.tokens()),
                String.valueOf(demand.concurrency()),
                String.valueOf(demand.budget()),
                demand.hard() ? "1" : "0",
                String.valueOf(demand.estimate()),
                name(lease),
                String.valueOf(LEASE.toMillis()))
            .thenApply(numbers -> new Claim(this, demand, Tally.of(numbers), lease));
    try {
      Claim claim = Waiting.forAnswer(coming, timeout);
      if (lease != 0 && claim.tally().isGranted()) {
        leased.put(lease, demand.caller());
      }
      return claim;
    } catch (StoreUnavailable e) {
      // what is granted too late is given back
      var _ = coming.thenAccept(this::giveBack);
      throw e;
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
    settle(demand.caller(), claim.tally().atMillis(), debt, claim.lease(), paid ? cost : 0);
  }

  void ledgerSays(String caller, long month, long spent) {
    var _ =
        cache.call(
            scripts.ledger(),
            List.of(keys(caller).getLast()),
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

  /** Tells that this replica is not there any more. */
  void leave() {
    var _ = cache.call(scripts.beat(), List.of(REPLICAS), replica, "0");
  }

  /**
   * Makes the leases of all requests under way begin anew, in one batch, also those that Redis has
   * lost. To be done much more often than they end.
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
    String[] arguments =
        Stream.concat(Stream.of(String.valueOf(LEASE.toMillis())), mine.stream().map(this::name))
            .toArray(String[]::new);
    var _ = cache.call(scripts.renew(), List.of(keys(caller).get(2)), arguments);
    // one that was released just before that call must not come back by it
    for (long lease : mine) {
      if (!leased.containsKey(lease)) {
        settle(caller, 0, 0, lease, 0);
      }
    }
  }

  private void settle(String caller, long takenMillis, long debt, long lease, long cost) {
    var _ =
        cache.call(
            scripts.settle(),
            keys(caller),
            String.valueOf(takenMillis),
            String.valueOf(debt),
            name(lease),
            String.valueOf(Months.of(takenMillis)),
            String.valueOf(cost));
  }

  private void giveBack(Claim late) {
    if (late.tally().isGranted()) {
      settle(late, 0, 0);
    }
  }

  private String name(long lease) {
    return lease == 0 ? "" : replica + ':' + lease;
  }

  /** The braces keep the keys of a caller on one node; the digest, as they are short and plain. */
  private static List<String> keys(String caller) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(caller.getBytes(UTF_8));
      String name = PREFIX + '{' + HexFormat.of().formatHex(digest, 0, 16) + '}';
      return List.of(name + ":window", name + ":seconds", name + ":leases", name + ":spent");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
