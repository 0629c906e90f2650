package dev.localllm.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.access.Allowance;
import dev.localllm.access.Caller;
import dev.localllm.chat.AccessError.RateLimited;
import dev.localllm.chat.AccessError.RateLimited.Measure;
import dev.localllm.chat.GatewayException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEC-3: requests, tokens and concurrency, the same in memory and in Redis. */
class LimiterTest {

  private static final BigDecimal FREE = BigDecimal.ZERO;

  @ParameterizedTest
  @EnumSource
  void grantsSoManyRequestsInAnyMinute(Counting counting) {
    var rig = counting.open();
    Limiter limiter = rig.limiter();
    Caller caller = Callers.limited(3, 0, 0);
    granted(Callers.admit(limiter, caller, 9));
    rig.pass(Duration.ofSeconds(30));
    granted(Callers.admit(limiter, caller, 9));
    Permit third = granted(Callers.admit(limiter, caller, 9));
    assertThat(third.standing())
        .isEqualTo(
            new Standing(
                Optional.of(new Level(3, 0, Duration.ofMillis(60_750))), Optional.empty(), false));
    Refusal refusal = refused(Callers.admit(limiter, caller, 9));
    assertThat(refusal.error())
        .isEqualTo(
            new RateLimited(
                "the limit of 3 requests in a minute is reached; try again in 31 s",
                Measure.REQUESTS,
                Duration.ofSeconds(31)));
    assertThat(refusal.standing()).isEqualTo(third.standing());
    // the first second ends at 1 s, and is a minute ago at 61 s
    rig.pass(Duration.ofMillis(30_749));
    assertThat(refused(Callers.admit(limiter, caller, 9)).error().retryAfter())
        .contains(Duration.ofSeconds(1));
    rig.pass(Duration.ofMillis(1));
    granted(Callers.admit(limiter, caller, 9));
    refused(Callers.admit(limiter, caller, 9));
  }

  @ParameterizedTest
  @EnumSource
  void reservesTokens(Counting counting) {
    var rig = counting.open();
    Limiter limiter = rig.limiter();
    Caller caller = Callers.limited(0, 100, 0);
    assertThat(granted(Callers.admit(limiter, caller, 40)).standing())
        .isEqualTo(
            new Standing(
                Optional.empty(),
                Optional.of(new Level(100, 60, Duration.ofMillis(60_750))),
                false));
    rig.pass(Duration.ofSeconds(10));
    granted(Callers.admit(limiter, caller, 40));
    assertThat(refused(Callers.admit(limiter, caller, 50)).error())
        .isEqualTo(
            new RateLimited(
                "this request may need 50 tokens, and 20 are left of 100 in a minute; try again in"
                    + " 51 s",
                Measure.TOKENS,
                Duration.ofSeconds(51)));
    assertThat(refused(Callers.admit(limiter, caller, 61)).error().retryAfter())
        .contains(Duration.ofSeconds(61));
    granted(Callers.admit(limiter, caller, 20));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsMoreThanTheWholeLimitPassesAlone(Counting counting) {
    Limiter limiter = counting.open().limiter();
    Caller caller = Callers.limited(0, 100, 0);
    Permit permit = granted(Callers.admit(limiter, caller, 1_000_000));
    refused(Callers.admit(limiter, caller, 1));
    permit.settle(5, FREE);
    refused(Callers.admit(limiter, caller, 1_000_000));
    granted(Callers.admit(limiter, caller, 95));
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalTakesNothing(Counting counting) {
    Limiter limiter = counting.open().limiter();
    Caller caller = Callers.limited(2, 100, 2);
    granted(Callers.admit(limiter, caller, 60));
    for (int i = 0; i < 5; i++) {
      Standing standing = refused(Callers.admit(limiter, caller, 60)).standing();
      assertThat(standing.requests().orElseThrow().remaining()).isEqualTo(1);
      assertThat(standing.tokens().orElseThrow().remaining()).isEqualTo(40);
    }
    granted(Callers.admit(limiter, caller, 40));
    // requests and tokens are both used up now, and return at the same time
    assertThat(measure(refused(Callers.admit(limiter, caller, 1)))).isEqualTo(Measure.REQUESTS);
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheLimitThatTakesLongest(Counting counting) {
    var rig = counting.open();
    Limiter limiter = rig.limiter();
    Caller caller = Callers.limited(2, 100, 1);
    Permit first = granted(Callers.admit(limiter, caller, 10));
    assertThat(refused(Callers.admit(limiter, caller, 10)).error())
        .isEqualTo(
            new RateLimited(
                "the limit of 1 requests at once is reached; try again in 1 s",
                Measure.CONCURRENCY,
                Duration.ofSeconds(1)));
    first.settle(10, FREE);
    rig.pass(Duration.ofSeconds(5));
    granted(Callers.admit(limiter, caller, 90));
    RateLimited both = (RateLimited) refused(Callers.admit(limiter, caller, 20)).error();
    assertThat(both.measure()).isEqualTo(Measure.TOKENS);
    assertThat(both.delay()).isEqualTo(Duration.ofSeconds(61));
  }

  @ParameterizedTest
  @EnumSource
  void realTokensTakeThePlaceOfTheEstimate(Counting counting) {
    var rig = counting.open();
    Limiter limiter = rig.limiter();
    Caller caller = Callers.limited(0, 100, 0);
    Permit less = granted(Callers.admit(limiter, caller, 50));
    Permit more = granted(Callers.admit(limiter, caller, 50));
    rig.pass(Duration.ofSeconds(40));
    less.settle(20, FREE);
    assertThat(remaining(limiter, caller)).isEqualTo(30);
    more.settle(130, FREE);
    // 20 + 50 since the start, 80 beyond the estimate since now
    Refusal refusal = refused(Callers.admit(limiter, caller, 1));
    assertThat(refusal.standing().tokens()).contains(new Level(100, 0, Duration.ofMillis(60_750)));
    assertThat(refusal.error().retryAfter()).contains(Duration.ofSeconds(21));
    rig.pass(Duration.ofSeconds(21));
    assertThat(remaining(limiter, caller)).isEqualTo(20);
  }

  @ParameterizedTest
  @EnumSource
  void tokensOfALongAnswerCountFromItsEnd(Counting counting) {
    var rig = counting.open();
    Limiter limiter = rig.limiter();
    Caller caller = Callers.limited(0, 100, 0);
    Permit longOne = granted(Callers.admit(limiter, caller, 10));
    rig.pass(Duration.ofMinutes(10));
    rig.counters().look();
    longOne.settle(90, FREE);
    assertThat(remaining(limiter, caller)).isEqualTo(20);
    rig.pass(Duration.ofSeconds(61));
    assertThat(remaining(limiter, caller)).isEqualTo(100);
  }

  @ParameterizedTest
  @EnumSource
  void aPermitIsSettledOnce(Counting counting) {
    Limiter limiter = counting.open().limiter();
    Caller caller = Callers.limited(0, 1000, 2);
    Permit first = granted(Callers.admit(limiter, caller, 100));
    granted(Callers.admit(limiter, caller, 100));
    refused(Callers.admit(limiter, caller, 100));
    for (int i = 0; i < 5; i++) {
      first.settle(300, FREE);
    }
    Standing standing = granted(Callers.admit(limiter, caller, 100)).standing();
    assertThat(standing.tokens().orElseThrow().remaining()).isEqualTo(500);
    refused(Callers.admit(limiter, caller, 100));
  }

  @ParameterizedTest
  @EnumSource
  void whoHasNoLimitCostsNothing(Counting counting) {
    Limiter limiter = counting.open().limiter();
    Caller caller = Callers.with(Allowance.UNLIMITED);
    Permit permit = granted(Callers.admit(limiter, caller, Integer.MAX_VALUE));
    permit.settle(1, BigDecimal.TEN);
    assertThat(granted(Callers.admit(limiter, caller, 1))).isSameAs(permit);
    assertThat(permit.standing()).isEqualTo(Standing.UNLIMITED);
  }

  @ParameterizedTest
  @EnumSource
  void aClockThatIsSetBackGrantsNothingTwice(Counting counting) {
    var rig = counting.open();
    Limiter limiter = rig.limiter();
    Caller caller = Callers.limited(1, 0, 0);
    granted(Callers.admit(limiter, caller, 0));
    rig.pass(Duration.ofSeconds(-30));
    assertThat(refused(Callers.admit(limiter, caller, 0)).error().retryAfter())
        .contains(Duration.ofSeconds(61));
    // by more than a minute: rather granted twice than refused for as long
    rig.pass(Duration.ofSeconds(-33));
    granted(Callers.admit(limiter, caller, 0));
  }

  @ParameterizedTest
  @EnumSource
  void tokensThatAreGivenBackDoNotDelayTheReset(Counting counting) {
    Counting.Rig rig = counting.open();
    Caller caller = Callers.limited(0, 100, 0);
    granted(Callers.admit(rig.limiter(), caller, 10)).settle(10, BigDecimal.ZERO);
    rig.pass(Duration.ofSeconds(5));
    Permit later = granted(Callers.admit(rig.limiter(), caller, 20));
    assertThat(later.standing().tokens().orElseThrow().reset()).hasSeconds(60);
    later.settle(0, BigDecimal.ZERO);
    rig.pass(Duration.ofSeconds(1));
    Level level =
        granted(Callers.admit(rig.limiter(), caller, 0)).standing().tokens().orElseThrow();
    assertThat(level.remaining()).isEqualTo(90);
    assertThat(level.reset()).hasSeconds(54);
  }

  @ParameterizedTest
  @EnumSource
  void strangeNumbersDoNoHarm(Counting counting) {
    Limiter limiter = counting.open().limiter();
    Caller negative = Callers.limited(-1, -1, -1);
    granted(Callers.admit(limiter, negative, -1)).settle(-1, BigDecimal.valueOf(-1));
    Caller caller = Callers.limited(0, Integer.MAX_VALUE, 0);
    granted(Callers.admit(limiter, caller, -1)).settle(Long.MAX_VALUE, new BigDecimal("1e30"));
    refused(Callers.admit(limiter, caller, 1));
  }

  @ParameterizedTest
  @EnumSource
  void anErrorForWhoWantsOne(Counting counting) {
    Limiter limiter = counting.open().limiter();
    Caller caller = Callers.limited(1, 0, 0);
    assertThat(Callers.admit(limiter, caller, 0).orThrow()).isInstanceOf(Permit.class);
    assertThatThrownBy(() -> Callers.admit(limiter, caller, 0).orThrow())
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("1 requests in a minute");
  }

  private static Measure measure(Refusal refusal) {
    return ((RateLimited) refusal.error()).measure();
  }

  /** By asking for nothing. */
  private static long remaining(Limiter limiter, Caller caller) {
    return Callers.admit(limiter, caller, 0).standing().tokens().orElseThrow().remaining();
  }

  static Permit granted(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Permit.class);
    return (Permit) verdict;
  }

  static Refusal refused(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Refusal.class);
    return (Refusal) verdict;
  }
}
