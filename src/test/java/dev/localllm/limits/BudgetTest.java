package dev.localllm.limits;

import static dev.localllm.limits.LimiterTest.granted;
import static dev.localllm.limits.LimiterTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.access.Caller;
import dev.localllm.chat.AccessError.OverBudget;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEC-3: money in a month, the same in memory and in Redis. */
class BudgetTest {

  private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);

  @ParameterizedTest
  @EnumSource
  void aHardBudgetRefusesOnceItIsSpent(Counting counting) {
    var rig = counting.open();
    Limiter limiter = rig.limiter();
    Caller caller = Callers.budgeted("12.50", true);
    pay(limiter, caller, "12.499999");
    Permit last = granted(Callers.admit(limiter, caller, 0));
    last.settle(0, new BigDecimal("0.000001"));
    Refusal refusal = refused(Callers.admit(limiter, caller, 0));
    assertThat(refusal.error())
        .isEqualTo(new OverBudget("the budget of this month, 12.5, is spent"));
    rig.set(Instant.parse("2026-11-30T23:59:59.999Z"));
    refused(Callers.admit(limiter, caller, 0));
    rig.set(Instant.parse("2026-12-01T00:00:00Z"));
    granted(Callers.admit(limiter, caller, 0));
  }

  @ParameterizedTest
  @EnumSource
  void aSoftBudgetIsOnlyReported(Counting counting) {
    Limiter limiter = counting.open().limiter();
    Caller caller = Callers.budgeted("1", false);
    assertThat(granted(Callers.admit(limiter, caller, 0)).standing().softBudgetExceeded())
        .isFalse();
    pay(limiter, caller, "1");
    assertThat(granted(Callers.admit(limiter, caller, 0)).standing().softBudgetExceeded()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void noBudgetAtAllIsNotABudgetOfNothing(Counting counting) {
    Limiter limiter = counting.open().limiter();
    refused(Callers.admit(limiter, Callers.budgeted("0", true), 0));
    granted(Callers.admit(limiter, Callers.limited(1, 0, 0), 0));
  }

  @ParameterizedTest
  @EnumSource
  void whatARequestCostsBelongsToTheMonthInWhichItCame(Counting counting) {
    var rig = counting.open(Instant.parse("2026-11-30T23:59:59Z"));
    Limiter limiter = rig.limiter();
    Caller caller = Callers.budgeted("1", true);
    Permit late = granted(Callers.admit(limiter, caller, 0));
    rig.pass(Duration.ofSeconds(2));
    late.settle(0, BigDecimal.TEN);
    granted(Callers.admit(limiter, caller, 0));
  }

  @ParameterizedTest
  @EnumSource
  void theLedgerKnowsBetterIfItKnowsMore(Counting counting) {
    Limiter limiter = counting.open().limiter();
    Caller caller = Callers.budgeted("10", true);
    pay(limiter, caller, "4");
    limiter.ledgerSays(caller.id(), NOVEMBER.minusMonths(1), new BigDecimal("99"));
    granted(Callers.admit(limiter, caller, 0));
    limiter.ledgerSays(caller.id(), NOVEMBER, new BigDecimal("9"));
    granted(Callers.admit(limiter, caller, 0));
    limiter.ledgerSays(caller.id(), NOVEMBER, new BigDecimal("2"));
    pay(limiter, caller, "1");
    refused(Callers.admit(limiter, caller, 0));
  }

  @ParameterizedTest
  @EnumSource
  void monthsAreThoseOfTheCalendar(Counting counting) {
    for (LocalDate day :
        List.of(
            LocalDate.of(1999, 12, 31),
            LocalDate.of(2024, 2, 29),
            LocalDate.of(2026, 2, 28),
            LocalDate.of(2026, 12, 31),
            LocalDate.of(2027, 1, 31),
            LocalDate.of(2027, 4, 30),
            LocalDate.of(2100, 2, 28))) {
      var rig = counting.open(day.atTime(23, 59, 59).toInstant(ZoneOffset.UTC));
      Limiter limiter = rig.limiter();
      Caller caller = Callers.budgeted("1", true);
      limiter.ledgerSays(caller.id(), YearMonth.from(day), BigDecimal.ONE);
      refused(Callers.admit(limiter, caller, 0));
      rig.pass(Duration.ofSeconds(1));
      granted(Callers.admit(limiter, caller, 0));
      limiter.ledgerSays(caller.id(), YearMonth.from(day).plusMonths(1), BigDecimal.ONE);
      refused(Callers.admit(limiter, caller, 0));
    }
  }

  private static void pay(Limiter limiter, Caller caller, String cost) {
    granted(Callers.admit(limiter, caller, 0)).settle(0, new BigDecimal(cost));
  }
}
