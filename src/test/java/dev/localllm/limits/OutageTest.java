package dev.localllm.limits;

import static dev.localllm.limits.LimiterTest.granted;
import static dev.localllm.limits.LimiterTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.access.Caller;
import dev.localllm.store.RealRedis;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SEC-3: without Redis each replica grants its part, and says so. */
class OutageTest {

  private static final BigDecimal FREE = BigDecimal.ZERO;

  private final RealRedis redis = new RealRedis();
  private final Replica one = Replica.impatientOn(redis);
  private final Replica two = Replica.impatientOn(redis);

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void knowsHowManyReplicasThereAre() {
    one.lookOften();
    LimitsState state = one.limiter().state();
    assertThat(state).isEqualTo(new LimitsState(true, false, 2, state.since()));
    two.counters().leave();
    RealRedis.await(() -> {
      one.lookOften();
      return one.limiter().state().replicas() == 1;
    });
  }

  @Test
  void grantsItsPartWhileRedisIsAway() {
    one.lookOften();
    Caller caller = Callers.limited(7, 1000, 3);
    redis.stop();
    Permit first = granted(Callers.admit(one.limiter(), caller, 1));
    assertThat(first.standing().requests()).map(Level::limit).contains(4L);
    assertThat(first.standing().tokens()).map(Level::limit).contains(500L);
    LimitsState state = one.limiter().state();
    assertThat(state).isEqualTo(new LimitsState(true, true, 2, state.since()));
    granted(Callers.admit(one.limiter(), caller, 1));
    refused(Callers.admit(one.limiter(), caller, 1));
    first.settle(1, FREE);
    granted(Callers.admit(one.limiter(), caller, 1)).settle(1, FREE);
    granted(Callers.admit(one.limiter(), caller, 1));
    refused(Callers.admit(one.limiter(), caller, 1));
    assertThat(granted(Callers.admit(two.limiter(), caller, 1)).standing().requests())
        .map(Level::remaining)
        .contains(3L);
  }

  @Test
  void comesBackByItself() {
    Caller caller = Callers.limited(3, 0, 0);
    redis.stop();
    granted(Callers.admit(one.limiter(), caller, 0));
    redis.start();
    one.awaitReturn();
    two.awaitReturn();
    for (int i = 0; i < 3; i++) {
      granted(Callers.admit((i == 1 ? two : one).limiter(), caller, 0));
    }
    refused(Callers.admit(one.limiter(), caller, 0));
    refused(Callers.admit(two.limiter(), caller, 0));
  }

  @Test
  void restoresWhatRedisHasLost() {
    Caller busy = Callers.limited(0, 0, 2);
    Permit underway = granted(Callers.admit(one.limiter(), busy, 0));
    granted(Callers.admit(two.limiter(), busy, 0));
    Caller poor = Callers.budgeted("1", true);
    granted(Callers.admit(one.limiter(), poor, 0)).settle(0, BigDecimal.ONE);
    refused(Callers.admit(one.limiter(), poor, 0));
    redis.stop();
    refused(Callers.admit(one.limiter(), poor, 0));
    redis.start();
    one.awaitReturn();
    two.awaitReturn();
    refused(Callers.admit(one.limiter(), busy, 0));
    refused(Callers.admit(two.limiter(), poor, 0));
    underway.settle(0, FREE);
    granted(Callers.admit(one.limiter(), busy, 0));
  }

  @Test
  void aSlowRedisIsWaitedForOnce() {
    Caller caller = Callers.limited(1000, 0, 1000);
    redis.command("CLIENT PAUSE 3000");
    long start = System.nanoTime();
    List<Verdict> verdicts =
        IntStream.range(0, 100).mapToObj(i -> Callers.admit(one.limiter(), caller, 0)).toList();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(verdicts).allMatch(Permit.class::isInstance);
    assertThat(took).isLessThan(Duration.ofSeconds(2));
    assertThat(one.limiter().state().degraded()).isTrue();
    verdicts.forEach(verdict -> verdict.orThrow().settle(0, FREE));
    one.awaitReturn();
  }

  @Test
  void whatRedisGrantsTooLateIsGivenBack() {
    Caller caller = Callers.limited(0, 0, 1);
    redis.command("CLIENT PAUSE 700");
    granted(Callers.admit(one.limiter(), caller, 0)).settle(0, FREE);
    one.awaitReturn();
    granted(Callers.admit(one.limiter(), caller, 0));
    refused(Callers.admit(one.limiter(), caller, 0));
  }

  @Test
  void settlesWhateverHappens() {
    Caller caller = Callers.limited(0, 100, 1);
    Permit permit = granted(Callers.admit(one.limiter(), caller, 10));
    redis.stop();
    permit.settle(20, FREE);
    for (int i = 0; i < 3; i++) {
      granted(Callers.admit(one.limiter(), caller, 10)).settle(10, FREE);
    }
  }
}
