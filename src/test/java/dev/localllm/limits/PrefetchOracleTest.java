package dev.localllm.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** SEC-3: two replicas with requests in stock grant no more than the limit, and lose none of it. */
class PrefetchOracleTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long MINUTE = 60_000;

  record Limits(int requests, int tokens) {}

  /** What one of the replicas is asked, some time after the burst before. */
  record Burst(long afterMillis, int replica, int requests, int estimate) {}

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void neverMoreAndInTheEndExactly(
      @ForAll("limits") Limits limits, @ForAll("bursts") List<Burst> bursts) {
    new Run(limits).all(bursts);
  }

  private static final class Run {
    private final Limits limits;
    private final NaiveLimits naive;
    private final String caller = "key:" + UUID.randomUUID();
    private final List<SharedCounters> replicas;
    private final List<Claim> granted = new ArrayList<>();
    private long now = 1_000_000_250;

    Run(Limits limits) {
      this.limits = limits;
      naive = new NaiveLimits(limits.requests, limits.tokens, 0);
      set(now);
      replicas = Stream.of("one", "two").map(this::replica).toList();
    }

    private SharedCounters replica(String name) {
      return new SharedCounters(
          Counting.Server.CACHE, PATIENCE, name, RedisClock.SCRIPTS, () -> now * 1_000_000);
    }

    void all(List<Burst> bursts) {
      for (Burst burst : bursts) {
        set(now + burst.afterMillis);
        for (int i = 0; i < burst.requests; i++) {
          ask(replicas.get(burst.replica), burst.estimate);
        }
      }
      set(now + 1000);
      replicas.forEach(SharedCounters::flush);
      Demand last = demand(0);
      Claim claim = replica("last").begin(last).await();
      naive.grant(now, 0);
      assertThat(Standing.of(last, claim.tally()).tokens()).contains(naive.tokenLevel(now));
      if (claim.tally().isGranted()) {
        assertThat(Standing.of(last, claim.tally()).requests()).contains(naive.requestLevel(now));
      }
    }

    private void ask(SharedCounters replica, int estimate) {
      Claim claim = replica.begin(demand(estimate)).await();
      if (!claim.tally().isGranted()) {
        return;
      }
      granted.add(claim);
      naive.grant(now, estimate);
      assertThat(lastMinute(_ -> 1)).isLessThanOrEqualTo(limits.requests);
      assertThat(lastMinute(each -> each.demand().estimate())).isLessThanOrEqualTo(limits.tokens);
      assertThat(claim.tally().atMillis() / 1000).isEqualTo(now / 1000);
    }

    private long lastMinute(ToLongFunction<Claim> part) {
      return granted.stream()
          .filter(claim -> claim.tally().atMillis() > now - MINUTE)
          .mapToLong(part)
          .sum();
    }

    private Demand demand(int estimate) {
      return new Demand(
          caller,
          limits.requests,
          limits.tokens,
          0,
          Demand.NO_BUDGET,
          false,
          estimate,
          1,
          estimate);
    }

    private void set(long millis) {
      // after what nobody waited for
      assertThat(Counting.Server.CACHE.answers()).isTrue();
      now = millis;
      RedisClock.set(Counting.Server.REDIS, now * 1000);
    }
  }

  @Provide
  Arbitrary<Limits> limits() {
    return Combinators.combine(
            Arbitraries.integers().between(100, 1200), Arbitraries.integers().between(2000, 20_000))
        .as(Limits::new);
  }

  @Provide
  Arbitrary<List<Burst>> bursts() {
    Arbitrary<Long> after =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.longs().between(0, 1200)),
            Tuple.of(1, Arbitraries.longs().between(0, 40_000)));
    return Combinators.combine(
            after,
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 60),
            Arbitraries.integers().between(0, 30))
        .as(Burst::new)
        .list()
        .ofMaxSize(60);
  }
}
