package dev.localllm.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.access.Caller;
import dev.localllm.limits.Tally.Ruling;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** SEC-3: whatever happens in whatever order, what the book says is what is granted. */
class OracleTest {

  /** A minute has this many milliseconds. */
  private static final long MINUTE = 60_000;

  /** Something that happens some time after the thing before it. */
  sealed interface Step {
    long afterMillis();

    record Ask(long afterMillis, int estimate) implements Step {}

    /** Of all that is under way, the one of this number, modulo how many there are. */
    record End(long afterMillis, int which, int tokens) implements Step {}
  }

  record Limits(int requests, int tokens, int concurrency) {}

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void inMemory(@ForAll("limits") Limits limits, @ForAll("steps") List<Step> steps) {
    new Run(Counting.MEMORY, limits).all(steps);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void inRedis(@ForAll("limits") Limits limits, @ForAll("steps") List<Step> steps) {
    new Run(Counting.REDIS, limits).all(steps);
  }

  private static final class Run {
    private final Limits limits;
    private final Counting.Rig rig;
    private final Caller caller;
    private final NaiveLimits naive;
    private final List<Permit> permits = new ArrayList<>();
    private final List<NaiveLimits.Grant> grants = new ArrayList<>();
    private final List<Long> granted = new ArrayList<>();

    Run(Counting counting, Limits limits) {
      this.limits = limits;
      rig = counting.open();
      caller = Callers.limited(limits.requests, limits.tokens, limits.concurrency);
      naive = new NaiveLimits(limits.requests, limits.tokens, limits.concurrency);
    }

    void all(List<Step> steps) {
      for (Step step : steps) {
        rig.pass(Duration.ofMillis(step.afterMillis()));
        switch (step) {
          case Step.Ask ask -> ask(ask.estimate);
          case Step.End end -> end(end);
        }
      }
    }

    private void ask(int estimate) {
      long now = rig.now().toEpochMilli();
      Demand demand = Demand.of(caller, estimate);
      if (demand.isUnlimited()) {
        return;
      }
      Ruling expected = naive.ruling(now, estimate);
      long delay = naive.delay(now, estimate);
      Claim claim = rig.counters().take(demand);
      assertThat(claim.tally().ruling()).isEqualTo(expected);
      assertThat(claim.tally().delayMillis()).isEqualTo(delay);
      if (expected == Ruling.GRANTED) {
        permits.add(Permit.of(claim));
        grants.add(naive.grant(now, estimate));
        granted.add(now);
        if (limits.requests > 0) {
          assertThat(granted.stream().filter(at -> at > now - MINUTE).count())
              .isLessThanOrEqualTo(limits.requests);
        }
      }
      assertThat(Standing.of(demand, claim.tally())).isEqualTo(standing(now));
    }

    private void end(Step.End end) {
      if (!permits.isEmpty()) {
        int which = end.which % permits.size();
        permits.remove(which).settle(end.tokens, BigDecimal.ZERO);
        naive.settle(rig.now().toEpochMilli(), grants.remove(which), end.tokens);
      }
    }

    private Standing standing(long now) {
      return new Standing(
          limits.requests == 0 ? Optional.empty() : Optional.of(naive.requestLevel(now)),
          limits.tokens == 0 ? Optional.empty() : Optional.of(naive.tokenLevel(now)),
          false);
    }
  }

  @Provide
  Arbitrary<Limits> limits() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 12),
            Arbitraries.integers().between(0, 500),
            Arbitraries.integers().between(0, 6))
        .as(Limits::new);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Long> after =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 300),
            Arbitraries.longs().between(0, 20_000),
            Arbitraries.of(999L, 1000L, 60_000L, 61_000L));
    Arbitrary<Integer> tokens = Arbitraries.integers().between(0, 200);
    Arbitrary<Step> ask = Combinators.combine(after, tokens).as(Step.Ask::new);
    Arbitrary<Step> end =
        Combinators.combine(after, Arbitraries.integers().between(0, 9), tokens).as(Step.End::new);
    return Arbitraries.frequencyOf(Tuple.of(3, ask), Tuple.of(2, end)).list().ofMaxSize(60);
  }
}
