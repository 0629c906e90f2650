package dev.localllm.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * How the ledger is kept.
 *
 * @param anonymous whether requests of unidentified callers are kept too
 * @param flush how much of the ledger a crash of the process may lose, at most
 * @param retentionDays how long single entries are kept; daily sums stay
 * @param journalBytes how much may wait on disk for the database
 * @param prices the first one whose pattern fits is a model's price; others cost nothing
 */
public record UsageKeeping(
    boolean anonymous, Duration flush, int retentionDays, int journalBytes, List<Price> prices) {

  public UsageKeeping {
    prices = List.copyOf(prices);
  }

  /**
   * What a million tokens cost, in whatever currency the operator thinks in.
   *
   * @param model the routed model's name; {@code *} stands for any characters
   * @param prompt for a million tokens of prompt, at least 0
   * @param completion for a million tokens of completion, at least 0
   */
  public record Price(String model, BigDecimal prompt, BigDecimal completion) {}
}
