package dev.localllm.limits;

import static dev.localllm.limits.LimiterTest.granted;
import static dev.localllm.limits.LimiterTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.access.Allowance;
import dev.localllm.access.Caller;
import dev.localllm.chat.AccessError.RateLimited;
import dev.localllm.chat.AccessError.RateLimited.Measure;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** SEC-3: bounded memory, whoever calls. */
class MemoryCountersTest {

  private final TestClock clock = new TestClock(Instant.parse("2026-11-21T10:00:00Z"));

  @Test
  void aMillionCallersAreNotAllRemembered() {
    var counters = new MemoryCounters(clock, Limiter.MOST_CALLERS);
    var limiter = new Limiter(counters);
    Allowance one = new Allowance(1, 0, 0, null, false);
    int granted = 0;
    for (int i = 0; i < 1_000_000; i++) {
      granted +=
          Callers.admit(limiter, Callers.named("address:" + i, one), 0) instanceof Permit ? 1 : 0;
    }
    assertThat(granted).isEqualTo(Limiter.MOST_CALLERS);
    assertThat(counters.size()).isEqualTo(Limiter.MOST_CALLERS);
    assertThat(refused(Callers.admit(limiter, Callers.named("another", one), 0)).error())
        .isEqualTo(
            new RateLimited(
                "too many callers at once; try again in 1 s",
                Measure.REQUESTS,
                Duration.ofSeconds(1)));
    // whoever is known is neither forgotten for them nor refused
    refused(Callers.admit(limiter, Callers.named("address:7", one), 0));
    clock.pass(Duration.ofSeconds(61));
    counters.look();
    assertThat(counters.size()).isZero();
    granted(Callers.admit(limiter, Callers.named("another", one), 0));
  }

  @Test
  void forgetsWhoHasNothingThatCounts() {
    var counters = new MemoryCounters(clock, 10);
    var limiter = new Limiter(counters);
    Caller busy = Callers.limited(0, 0, 1);
    Permit permit = granted(Callers.admit(limiter, busy, 0));
    granted(Callers.admit(limiter, Callers.budgeted("1", true), 0)).settle(0, BigDecimal.ONE);
    granted(Callers.admit(limiter, Callers.limited(1, 1, 0), 0)).settle(0, BigDecimal.ONE);
    counters.look();
    assertThat(counters.size()).isEqualTo(3);
    clock.pass(Duration.ofSeconds(61));
    counters.look();
    assertThat(counters.size()).isEqualTo(2);
    permit.settle(0, BigDecimal.ZERO);
    counters.look();
    assertThat(counters.size()).isEqualTo(1);
    clock.set(Instant.parse("2026-12-01T00:00:00Z"));
    counters.look();
    assertThat(counters.size()).isZero();
  }

  @Test
  void forgettingLosesNothing() {
    var counters = new MemoryCounters(clock, 2);
    var limiter = new Limiter(counters);
    Caller caller = Callers.limited(0, 0, 1);
    AtomicInteger underway = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < 8; thread++) {
        threads.execute(() -> {
          for (int i = 0; i < 20_000; i++) {
            counters.look();
            if (Callers.admit(limiter, caller, 0) instanceof Permit permit) {
              most.accumulateAndGet(underway.incrementAndGet(), Math::max);
              underway.decrementAndGet();
              permit.settle(0, BigDecimal.ZERO);
            }
          }
        });
      }
    }
    assertThat(most).hasValue(1);
    counters.look();
    assertThat(counters.size()).isZero();
    granted(Callers.admit(limiter, Callers.limited(1, 0, 0), 0));
    granted(Callers.admit(limiter, Callers.limited(1, 0, 0), 0));
    refused(Callers.admit(limiter, Callers.limited(1, 0, 0), 0));
  }
}
