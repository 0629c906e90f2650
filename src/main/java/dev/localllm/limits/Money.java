package dev.localllm.limits;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts as they are counted: whole millionths of whatever currency the operator thinks in. */
final class Money {

  /** The most that is counted: what a double, which is Lua's number, still holds exactly. */
  static final long MOST = 1L << 53;

  private static final BigDecimal LARGEST = BigDecimal.valueOf(MOST);

  private Money() {}

  /** To the nearest millionth; nothing below zero, nothing above {@link #MOST}. */
  static long micros(BigDecimal amount) {
    BigDecimal micros = amount.movePointRight(6);
    if (micros.signum() <= 0) {
      return 0;
    }
    return micros.compareTo(LARGEST) >= 0
        ? MOST
        : micros.setScale(0, RoundingMode.HALF_UP).longValueExact();
  }
}
