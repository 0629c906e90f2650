package dev.localllm.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.limits.Line.Debt;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SEC-3: what goes to Redis together. */
class LineTest {

  private static final long MONTH = 24_322;

  private final Line line = new Line();

  @Test
  void debtsOfTheSameSecondAreOne() {
    owe(debt(61_000, -40, ""), debt(61_500, -9, ""), debt(61_999, -1, ""));
    assertThat(line.debts).containsExactly(debt(61_000, -50, "", 3));
    assertThat(line.arguments("5"))
        .containsExactly("5", "1", "0", "61000", "0", "-50", "", "24322", "3");
  }

  @Test
  void whatIsCountedElsewhereStaysApart() {
    List<Debt> apart =
        List.of(
            debt(61_000, -40, ""),
            debt(62_000, -40, ""),
            debt(61_000, 40, ""),
            debt(61_000, -40, "a lease"),
            debt(61_000, -40, "another"),
            new Debt(61_000, 0, -40, "", MONTH + 1, 1));
    apart.forEach(line::owe);
    assertThat(line.debts).containsExactlyElementsOf(apart);
  }

  @Test
  void whatWasNotMadeUseOfGoesWithWhatWasNotUsed() {
    long january1970 = 23_640;
    Debt more = new Debt(61_000, 0, 5, "", january1970, 0);
    owe(more, Debt.unused(61_000, 9, 90), Debt.unused(61_300, 1, 0));
    owe(new Debt(61_500, 0, -40, "", january1970, 0));
    assertThat(line.debts).containsExactly(more, new Debt(61_000, 10, -130, "", january1970, 0));
  }

  @Test
  void manyApartAreUrgent() {
    for (int second = 0; second < 63; second++) {
      owe(debt(second * 1000L, -1, ""), debt(second * 1000L, -1, ""));
    }
    assertThat(line.isUrgent()).isFalse();
    owe(debt(63_000, -1, ""));
    assertThat(line.isUrgent()).isTrue();
  }

  private void owe(Debt... debts) {
    List.of(debts).forEach(line::owe);
  }

  private static Debt debt(long takenMillis, long tokens, String lease) {
    return debt(takenMillis, tokens, lease, 1);
  }

  private static Debt debt(long takenMillis, long tokens, String lease, long cost) {
    return new Debt(takenMillis, 0, tokens, lease, MONTH, cost);
  }
}
