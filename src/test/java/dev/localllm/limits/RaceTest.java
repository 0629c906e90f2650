package dev.localllm.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.access.Allowance;
import dev.localllm.access.Caller;
import dev.localllm.store.RealRedis;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SEC-3: gateways that race for a limit never grant more than it, and not less. */
class RaceTest {

  private static final BigDecimal FREE = BigDecimal.ZERO;

  private final RealRedis redis = new RealRedis();

  /** Their clocks are hours apart. */
  private final List<Replica> replicas =
      List.of(
          Replica.on(redis, InstantSource.system()),
          Replica.on(redis, Clock.offset(Clock.systemUTC(), Duration.ofHours(5))));

  private final AtomicInteger granted = new AtomicInteger();

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void forRequests() {
    Caller caller = Callers.limited(100, 0, 0);
    race(20, limiter -> count(Callers.admit(limiter, caller, 0)));
    assertThat(granted).hasValue(100);
  }

  @Test
  void forTokens() {
    Caller caller = Callers.limited(0, 1000, 0);
    race(20, limiter -> count(Callers.admit(limiter, caller, 7)));
    assertThat(granted).hasValue(142);
  }

  /** A backend that uses all that it was allowed, up to what the request set aside. */
  @Test
  void forTokensOfAnswersWithoutABound() {
    Caller caller = Callers.limited(0, 1000, 0);
    AtomicLong used = new AtomicLong();
    race(20, limiter -> used.addAndGet(answer(limiter, caller, 1)));
    assertThat(used).hasValue(1000);
  }

  /** What answers leave of their reservation is used by others, and never more than all of it. */
  @Test
  void forTokensOfAnswersThatEndEarly() {
    Caller caller = Callers.limited(0, 20_000, 0);
    AtomicLong used = new AtomicLong();
    race(40, limiter -> used.addAndGet(answer(limiter, caller, 3)));
    assertThat(used.get()).isBetween(10_000L, 20_000L);
  }

  @Test
  void forTokensInMemory() {
    Limiter alone = Limiter.alone(InstantSource.system());
    Caller caller = Callers.limited(0, 1000, 0);
    AtomicLong used = new AtomicLong();
    race(40, _ -> used.addAndGet(answer(alone, caller, 1)));
    assertThat(used).hasValue(1000);
  }

  /** The tokens of a request without a bound, whose answer has that part of what it may have. */
  private static long answer(Limiter limiter, Caller caller, int part) {
    if (limiter.begin(caller).await() instanceof Permit permit) {
      long used =
          limiter.reserve(permit, new Wish(74, 300)) instanceof Permit
              ? permit.tokens().orElseThrow() / part
              : 0;
      permit.settle(used, FREE);
      return used;
    }
    return 0;
  }

  @Test
  void forPlaces() {
    Caller caller = Callers.limited(0, 0, 50);
    race(20, limiter -> count(Callers.admit(limiter, caller, 0)));
    assertThat(granted).hasValue(50);
  }

  @Test
  void forMoney() {
    // one at once, since what is under way has not been paid yet
    Caller caller = Callers.with(new Allowance(0, 0, 1, new BigDecimal("30"), true));
    race(200, limiter -> settle(count(Callers.admit(limiter, caller, 0)), BigDecimal.ONE));
    assertThat(granted).hasValue(30);
  }

  @Test
  void placesThatAreGivenBackAreNeitherLostNorFoundTwice() {
    Caller caller = Callers.limited(0, 0, 8);
    AtomicInteger underway = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    race(
        200,
        limiter -> {
          Verdict verdict = Callers.admit(limiter, caller, 0);
          if (verdict instanceof Permit permit) {
            most.accumulateAndGet(underway.incrementAndGet(), Math::max);
            replicas.forEach(replica -> replica.shared().renew());
            underway.decrementAndGet();
            permit.settle(0, FREE);
          }
        });
    assertThat(most.get()).isLessThanOrEqualTo(8);
    RealRedis.await(() -> redis.command("KEYS *:leases").equals(List.of("*0", "+OK")));
  }

  private Verdict count(Verdict verdict) {
    if (verdict instanceof Permit) {
      granted.incrementAndGet();
    }
    return verdict;
  }

  private static void settle(Verdict verdict, BigDecimal cost) {
    if (verdict instanceof Permit permit) {
      permit.settle(0, cost);
    }
  }

  /** Many threads of each replica do that so often each. */
  private void race(int times, Consumer<Limiter> what) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < 32; thread++) {
        Limiter limiter = replicas.get(thread % replicas.size()).limiter();
        threads.execute(() -> {
          for (int i = 0; i < times; i++) {
            what.accept(limiter);
          }
        });
      }
    }
    assertThat(replicas).noneMatch(replica -> replica.limiter().state().degraded());
  }
}
