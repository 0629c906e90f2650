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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEC-3: a request is counted when its head is there, its tokens when it was understood. */
class TwoStepsTest {

  private static final BigDecimal FREE = BigDecimal.ZERO;

  @ParameterizedTest
  @EnumSource
  void requestsAreCountedWithoutTheirTokens(Counting counting) {
    Limiter limiter = counting.open().limiter();
    Caller caller = Callers.limited(2, 100, 1);
    Permit first = granted(limiter.begin(caller).await());
    assertThat(first.standing().requests().orElseThrow().remaining()).isEqualTo(1);
    assertThat(first.standing().tokens().orElseThrow().remaining()).isEqualTo(100);
    assertThat(measure(limiter.begin(caller).await())).isEqualTo(Measure.CONCURRENCY);
    assertThat(granted(limiter.reserve(first, Wish.exactly(30))).tokens()).contains(30L);
    assertThat(first.standing().requests().orElseThrow().remaining()).isEqualTo(1);
    assertThat(first.standing().tokens().orElseThrow().remaining()).isEqualTo(70);
    first.settle(20, FREE);
    Permit second = granted(limiter.begin(caller).await());
    assertThat(second.standing().tokens().orElseThrow().remaining()).isEqualTo(80);
    second.settle(0, FREE);
    assertThat(measure(limiter.begin(caller).await())).isEqualTo(Measure.REQUESTS);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLeftIsGrantedWhenItWillDo(Counting counting) {
    Limiter limiter = counting.open().limiter();
    Caller caller = Callers.limited(0, 1000, 0);
    Permit first = granted(limiter.begin(caller).await());
    assertThat(granted(limiter.reserve(first, new Wish(80, 600))).tokens()).contains(600L);
    Permit second = granted(limiter.begin(caller).await());
    assertThat(granted(limiter.reserve(second, new Wish(80, 600))).tokens()).contains(400L);
    Permit third = granted(limiter.begin(caller).await());
    assertThat(measure(limiter.reserve(third, new Wish(80, 600)))).isEqualTo(Measure.TOKENS);
    third.settle(0, FREE);
    second.settle(350, FREE);
    Permit fourth = granted(limiter.begin(caller).await());
    assertThat(refused(limiter.reserve(fourth, new Wish(51, 600))).error().message())
        .isEqualTo(
            "this request may need 51 tokens, and 50 are left of 1000 in a minute; try again in"
                + " 61 s");
    assertThat(granted(limiter.reserve(fourth, new Wish(50, 600))).tokens()).contains(50L);
  }

  @ParameterizedTest
  @EnumSource
  void aWishBeyondTheWholeLimitIsTheWholeLimit(Counting counting) {
    Limiter limiter = counting.open().limiter();
    Caller caller = Callers.limited(0, 100, 0);
    Permit permit = granted(limiter.begin(caller).await());
    assertThat(granted(limiter.reserve(permit, Wish.exactly(1L << 40))).tokens()).contains(100L);
    permit.settle(100, FREE);
    Permit next = granted(limiter.begin(caller).await());
    assertThat(measure(limiter.reserve(next, Wish.exactly(1)))).isEqualTo(Measure.TOKENS);
  }

  @ParameterizedTest
  @EnumSource
  void whoHasNoLimitOfTokensReservesNone(Counting counting) {
    Limiter limiter = counting.open().limiter();
    Permit permit = granted(limiter.begin(Callers.limited(9, 0, 9)).await());
    assertThat(limiter.reserve(permit, Wish.exactly(5))).isSameAs(permit);
    assertThat(permit.tokens()).isEmpty();
    Permit unlimited = granted(limiter.begin(Callers.with(Allowance.UNLIMITED)).await());
    assertThat(granted(limiter.reserve(unlimited, Wish.exactly(5))).tokens()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatNobodyAwaitsIsGivenBack(Counting counting) {
    Counting.Rig rig = counting.open();
    Caller caller = Callers.limited(0, 0, 1);
    for (int i = 0; i < 3; i++) {
      rig.limiter().begin(caller).abandon();
      rig.pass(Duration.ofMillis(1));
    }
    granted(rig.limiter().begin(caller).await());
  }

  @ParameterizedTest
  @EnumSource
  void aSoftBudgetIsToldToTheEnd(Counting counting) {
    Counting.Rig rig = counting.open();
    Caller caller = Callers.with(new Allowance(0, 100, 0, BigDecimal.ONE, false));
    granted(rig.limiter().begin(caller).await()).settle(0, BigDecimal.TWO);
    rig.pass(Duration.ofMillis(1));
    Permit permit = granted(rig.limiter().begin(caller).await());
    assertThat(granted(rig.limiter().reserve(permit, Wish.exactly(1))).standing())
        .extracting(Standing::softBudgetExceeded)
        .isEqualTo(true);
  }

  private static Measure measure(Verdict verdict) {
    return ((RateLimited) refused(verdict).error()).measure();
  }
}
