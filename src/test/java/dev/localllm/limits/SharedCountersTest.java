package dev.localllm.limits;

import static dev.localllm.limits.LimiterTest.granted;
import static dev.localllm.limits.LimiterTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.access.Allowance;
import dev.localllm.access.Caller;
import dev.localllm.store.Cache;
import dev.localllm.store.RealRedis;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SEC-3: how often Redis is asked, and what it is left with. */
class SharedCountersTest {

  private static final Scripts MOVED = Scripts.timedBy("{redis.call('GET', 'clock:seconds'), '0'}");

  private final RealRedis redis = new RealRedis();

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void oneCallForEachRequest() {
    Limiter limiter = Replica.on(redis, InstantSource.system()).limiter();
    redis.command("CONFIG RESETSTAT");
    Caller full = Callers.with(new Allowance(1000, 100_000, 100, BigDecimal.TEN, true));
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      permits.add(granted(Callers.admit(limiter, full, 10)));
    }
    assertThat(redis.scriptsRun()).isEqualTo(50);
    permits.forEach(permit -> permit.settle(12, BigDecimal.ONE));
    RealRedis.await(() -> redis.command("KEYS *:leases").equals(List.of("*0", "+OK")));
    // what is told while a call is under way goes together
    assertThat(redis.scriptsRun()).isBetween(51L, 100L);
    redis.command("CONFIG RESETSTAT");
    // nothing to tell when nothing is under way, owed or paid
    Caller requests = Callers.limited(10, 0, 0);
    granted(Callers.admit(limiter, requests, 10)).settle(12, BigDecimal.ONE);
    granted(Callers.admit(limiter, Callers.with(Allowance.UNLIMITED), 10))
        .settle(12, BigDecimal.ONE);
    assertThat(redis.scriptsRun()).isEqualTo(1);
  }

  @Test
  void tokensAreSettledWithTheNextRequestOrSoonAfter() {
    Replica here = Replica.on(redis, InstantSource.system());
    Limiter there = Replica.on(redis, InstantSource.system()).limiter();
    Caller caller = Callers.limited(0, 1000, 0);
    redis.command("CONFIG RESETSTAT");
    for (int i = 0; i < 5; i++) {
      granted(Callers.admit(here.limiter(), caller, 10)).settle(110, BigDecimal.ZERO);
    }
    assertThat(redis.scriptsRun()).isEqualTo(5);
    assertThat(tokensLeft(here.limiter(), caller)).isEqualTo(450);
    granted(Callers.admit(here.limiter(), caller, 10)).settle(110, BigDecimal.ZERO);
    assertThat(tokensLeft(there, caller)).isEqualTo(440);
    here.lookOften();
    RealRedis.await(() -> tokensLeft(there, caller) == 340);
  }

  private static long tokensLeft(Limiter limiter, Caller caller) {
    return granted(Callers.admit(limiter, caller, 0)).standing().tokens().orElseThrow().remaining();
  }

  @Test
  void aCrowdGoesTogetherAndKeepsItsPlaces() throws Exception {
    at(1_000_000);
    Replica replica = Replica.on(redis.cache(), MOVED);
    redis.command("CONFIG RESETSTAT");
    Caller caller = Callers.limited(0, 0, 1000);
    Queue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1100; i++) {
        threads.execute(() -> verdicts.add(Callers.admit(replica.limiter(), caller, 0)));
      }
    }
    assertThat(verdicts).hasSize(1100).filteredOn(Permit.class::isInstance).hasSize(1000);
    assertThat(redis.scriptsRun()).isLessThan(500);
    at(1_000_050);
    replica.shared().renew();
    String leases = key("leases");
    RealRedis.await(
        () -> redis.command("ZCOUNT " + leases + " 1000110000 +inf").getFirst().equals(":1000"));
    at(1_000_100);
    refused(Callers.admit(replica.limiter(), caller, 0));
    for (Verdict verdict : verdicts) {
      if (verdict instanceof Permit permit) {
        permit.settle(0, BigDecimal.ZERO);
      }
    }
    RealRedis.await(() -> redis.command("KEYS *:leases").equals(List.of("*0", "+OK")));
  }

  @Test
  void everyKeyExpiresAndNoneShowsWhoCalls() {
    Limiter limiter = Replica.on(redis, InstantSource.system()).limiter();
    Caller caller = Callers.with(new Allowance(10, 10, 10, BigDecimal.TEN, true));
    granted(Callers.admit(limiter, caller, 5)).settle(7, BigDecimal.ONE);
    granted(Callers.admit(limiter, caller, 1));
    List<String> keys =
        redis.command("KEYS *").stream().filter(line -> line.startsWith("llm:")).toList();
    assertThat(keys).hasSize(4).noneMatch(key -> key.contains("someone"));
    assertThat(keys)
        .filteredOn(key -> key.contains("}"))
        .allMatch(key -> key.matches("llm:limits:\\{[0-9a-f]{32}}:[a-z]+"));
    for (String key : keys) {
      assertThat(redis.command("TTL " + key).getFirst()).matches(":[1-9]\\d*");
    }
  }

  @Test
  void whatIsGivenBackToARedisThatHasForgottenLeavesNothing() {
    Replica replica = Replica.on(redis, InstantSource.system());
    Permit permit = granted(Callers.admit(replica.limiter(), Callers.limited(10, 10, 0), 5));
    redis.command("FLUSHDB");
    redis.command("CONFIG RESETSTAT");
    permit.settle(1, BigDecimal.ZERO);
    replica.shared().flush();
    RealRedis.await(() -> redis.scriptsRun() == 1);
    assertThat(redis.command("KEYS *}:window")).noneMatch(line -> line.startsWith("llm:"));
  }

  @Test
  void whatRedisEvictsIsForgottenAndNeverCountsForEver() {
    at(1_000_000);
    Limiter limiter = Replica.on(redis.cache(), MOVED).limiter();
    Caller caller = Callers.limited(5, 0, 0);
    granted(Callers.admit(limiter, caller, 0));
    granted(Callers.admit(limiter, caller, 0));
    at(1_000_001);
    assertThat(remaining(limiter, caller)).isEqualTo(2);
    evict("seconds");
    at(1_000_002);
    assertThat(remaining(limiter, caller)).isEqualTo(3);
    evict("window");
    at(1_000_003);
    assertThat(remaining(limiter, caller)).isEqualTo(4);
    at(1_000_063);
    assertThat(remaining(limiter, caller)).as("with the one of a minute ago").isEqualTo(3);
    at(1_000_064);
    assertThat(remaining(limiter, caller)).isEqualTo(3);
  }

  private static long remaining(Limiter limiter, Caller caller) {
    return granted(Callers.admit(limiter, caller, 0))
        .standing()
        .requests()
        .orElseThrow()
        .remaining();
  }

  private String key(String part) {
    return redis.command("KEYS *}:" + part).stream()
        .filter(line -> line.startsWith("llm:"))
        .findFirst()
        .orElseThrow();
  }

  private void evict(String part) {
    String key = key(part);
    assertThat(redis.command("TTL " + key).getFirst()).isIn(":61", ":62");
    redis.command("DEL " + key);
  }

  @Test
  void aReplicaThatDiesGivesItsPlacesBack() {
    Cache cache = redis.cache();
    at(1_000_000);
    Replica dying = Replica.on(cache, MOVED);
    Replica living = Replica.on(cache, MOVED);
    Caller caller = Callers.limited(0, 0, 2);
    granted(Callers.admit(dying.limiter(), caller, 0));
    granted(Callers.admit(living.limiter(), caller, 0));
    refused(Callers.admit(living.limiter(), caller, 0));
    for (int seconds = 20; seconds < 60; seconds += 20) {
      at(1_000_000 + seconds);
      living.lookOften();
      refused(Callers.admit(living.limiter(), caller, 0));
    }
    at(1_000_060);
    granted(Callers.admit(living.limiter(), caller, 0));
    refused(Callers.admit(living.limiter(), caller, 0));
    at(1_000_080);
    living.lookOften();
    at(1_000_130);
    refused(Callers.admit(living.limiter(), caller, 0));
  }

  @Test
  void aReplicaThatDiesIsNotCountedForLong() {
    Cache cache = redis.cache();
    at(1_000_000);
    Replica.on(cache, MOVED);
    Replica living = Replica.on(cache, MOVED);
    living.lookOften();
    assertThat(living.limiter().state().replicas()).isEqualTo(2);
    at(1_000_015);
    living.lookOften();
    assertThat(living.limiter().state().replicas()).isEqualTo(1);
  }

  private void at(long second) {
    redis.command("SET clock:seconds " + second);
  }
}
