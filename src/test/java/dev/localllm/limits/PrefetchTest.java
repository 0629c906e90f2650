package dev.localllm.limits;

import static dev.localllm.limits.LimiterTest.granted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.access.Allowance;
import dev.localllm.access.Caller;
import dev.localllm.store.Cache;
import dev.localllm.store.RealRedis;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SEC-3: a busy caller's requests are counted in Redis ahead, and as exactly as others. */
class PrefetchTest {

  private static final Scripts MOVED = RedisClock.SCRIPTS;

  private final RealRedis redis = new RealRedis();
  private volatile Duration now = Duration.ofSeconds(1_000_000);
  private Cache cache;
  private Replica here;
  private Replica there;

  @BeforeEach
  void start() {
    at(now);
    cache = redis.cache();
    here = Replica.on(cache, MOVED, () -> now.toNanos());
    there = Replica.on(cache, MOVED, () -> now.toNanos());
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void grantsWhatCameInTheSecondBefore() {
    Caller caller = Callers.limited(10_000, 1_000_000, 0);
    assertThat(scriptsFor(caller, 100)).isEqualTo(100);
    pass(1000);
    assertThat(scriptsFor(caller, 1)).as("for itself, and for the next hundred").isEqualTo(2);
    pass(500);
    assertThat(scriptsFor(caller, 99)).isZero();
    Standing standing = admit(here, caller).standing();
    assertThat(standing.requests()).contains(new Level(10_000, 9_799, Duration.ofMillis(60_500)));
    assertThat(standing.tokens())
        .contains(new Level(1_000_000, 997_990, Duration.ofMillis(60_500)));
    assertThat(scriptsFor(caller, 1)).as("for itself, and for more").isEqualTo(2);
    pass(499);
    assertThat(scriptsFor(caller, 1)).as("its second is over").isPositive();
  }

  @Test
  void givesBackWhatDidNotCome() {
    Caller caller = Callers.limited(10_000, 1_000_000, 0);
    scriptsFor(caller, 40);
    pass(1000);
    scriptsFor(caller, 1);
    assertThat(scriptsFor(caller, 10)).isZero();
    assertThat(admit(there, caller).standing().requests())
        .as("what another replica has in stock is taken")
        .contains(new Level(10_000, 10_000 - 40 - 1 - 40 - 1, Duration.ofMillis(61_000)));
    pass(1000);
    here.shared().flush();
    awaitRedis();
    Standing standing = admit(there, caller).standing();
    assertThat(standing.requests())
        .contains(new Level(10_000, 10_000 - 40 - 11 - 2, Duration.ofMillis(61_000)));
    assertThat(standing.tokens())
        .contains(new Level(1_000_000, 1_000_000 - 10 * (40 + 11 + 2), Duration.ofMillis(61_000)));
  }

  @Test
  void whatIsGivenBackWholeHasNotBeenThere() {
    var exchange = new Exchange(cache, MOVED.exchange(), Duration.ofMinutes(1));
    Caller caller = Callers.limited(100, 1000, 0);
    Demand demand = Demand.of(caller, 10);
    exchange.ask(demand, "").join();
    pass(1000);
    Tally ahead = exchange.ask(demand.ahead(5, 50), "").join();
    assertThat(ahead.requests()).isEqualTo(6);
    exchange.tell(caller.id(), Line.Debt.unused(ahead.atMillis(), 5, 50));
    Caller lessAllowed = Callers.named(caller.id(), new Allowance(1, 10, 0, null, false));
    Tally tally = exchange.ask(Demand.of(lessAllowed, 10), "").join();
    assertThat(tally)
        .isEqualTo(
            new Tally(Tally.Ruling.REQUESTS, 60_000, 1, 60_000, 10, 60_000, 0, now.toMillis(), 0));
  }

  @Test
  void allThatIsAskedAheadOrNothing() {
    var exchange = new Exchange(cache, MOVED.exchange(), Duration.ofMinutes(1));
    Demand demand = Demand.of(Callers.limited(100, 0, 0), 0);
    assertThat(exchange.ask(demand.ahead(76, 0), "").join().isGranted()).isFalse();
    assertThat(exchange.ask(demand.ahead(75, 0), "").join().isGranted()).isTrue();
  }

  @Test
  void settlesWhatItGranted() {
    Caller caller = Callers.limited(0, 1_000_000, 0);
    scriptsFor(caller, 20);
    pass(1000);
    scriptsFor(caller, 1);
    admit(here, caller).settle(4, BigDecimal.ZERO);
    admit(here, caller).settle(40, BigDecimal.ZERO);
    pass(1000);
    here.shared().flush();
    awaitRedis();
    assertThat(admit(there, caller).standing().tokens().map(Level::remaining))
        .contains(1_000_000L - 20 * 10 - 10 - 4 - 40 - 10);
  }

  @Test
  void replicasThatRaceForSecondsGrantTheLimit() {
    Caller caller = Callers.limited(9000, 0, 0);
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger granted = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < 32; thread++) {
        Limiter limiter = (thread % 2 == 0 ? here : there).limiter();
        threads.execute(() -> {
          for (int i = 0; i < 400; i++) {
            if (asked.incrementAndGet() % 100 == 0) {
              pass(100);
            }
            if (Callers.admit(limiter, caller, 0) instanceof Permit) {
              granted.incrementAndGet();
            }
          }
        });
      }
    }
    assertThat(granted).hasValue(9000);
  }

  static Stream<Arguments> notAhead() {
    return Stream.of(
        Arguments.of("too few requests in the limit", new Allowance(127, 0, 0, null, false), 0),
        Arguments.of("too few tokens in the limit", new Allowance(0, 1270, 0, null, false), 0),
        Arguments.of("the last quarter", new Allowance(1000, 0, 0, null, false), 730),
        Arguments.of("places", new Allowance(10_000, 0, 100, null, false), 0),
        Arguments.of("a budget", new Allowance(10_000, 0, 0, BigDecimal.TEN, true), 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void notAhead(String why, Allowance allowance, int before) {
    Caller caller = Callers.with(allowance);
    for (int i = 0; i < before; i++) {
      admit(there, caller);
    }
    scriptsFor(caller, 30);
    pass(1000);
    assertThat(scriptsFor(caller, 30)).as(why).isBetween(30L, 31L);
  }

  @Test
  void notForWhoComesSeldom() {
    Caller caller = Callers.limited(10_000, 0, 0);
    for (int second = 0; second < 4; second++) {
      assertThat(scriptsFor(caller, 7)).isEqualTo(7);
      pass(1000);
    }
    assertThat(scriptsFor(caller, 40)).isEqualTo(40);
    pass(2000);
    assertThat(scriptsFor(caller, 40)).as("not since the second before").isEqualTo(40);
  }

  @Test
  void notUnderLimitsThatHaveChanged() {
    Caller caller = Callers.limited(10_000, 0, 0);
    scriptsFor(caller, 100);
    pass(1000);
    scriptsFor(caller, 1);
    Caller changed = Callers.named(caller.id(), new Allowance(10, 0, 0, null, false));
    assertThat(Callers.admit(here.limiter(), changed, 10)).isInstanceOf(Refusal.class);
  }

  @Test
  void aRequestThatIsTooLargeForItAsks() {
    Caller caller = Callers.limited(10_000, 1_000_000, 0);
    scriptsFor(caller, 100);
    pass(1000);
    scriptsFor(caller, 1);
    redis.command("CONFIG RESETSTAT");
    granted(Callers.admit(here.limiter(), caller, 1001));
    assertThat(redis.scriptsRun()).isPositive();
  }

  /** Scripts that so many requests run, each of ten tokens. */
  private long scriptsFor(Caller caller, int requests) {
    redis.command("CONFIG RESETSTAT");
    for (int i = 0; i < requests; i++) {
      admit(here, caller);
    }
    awaitRedis();
    return redis.scriptsRun();
  }

  private static Permit admit(Replica replica, Caller caller) {
    return granted(Callers.admit(replica.limiter(), caller, 10));
  }

  /** What nobody waits for has come. */
  private void awaitRedis() {
    assertThat(cache.answers()).isTrue();
  }

  private synchronized void pass(long millis) {
    at(now.plusMillis(millis));
  }

  private void at(Duration time) {
    now = time;
    RedisClock.set(redis, time.toNanos() / 1000);
  }
}
