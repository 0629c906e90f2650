package dev.localllm.access;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How much a caller may use; 0 stands for no limit.
 *
 * @param requests in any minute
 * @param tokens in any minute, prompt and completion together
 * @param concurrency requests under way at once
 * @param monthlyBudget what the requests of a calendar month (UTC) may cost; null for no budget
 * @param budgetIsHard whether requests are refused once it is spent; else it is only reported
 */
public record Allowance(
    int requests,
    int tokens,
    int concurrency,
    @Nullable BigDecimal monthlyBudget,
    boolean budgetIsHard) {

  /** No limit at all. */
  public static final Allowance UNLIMITED = new Allowance(0, 0, 0, null, false);
}
