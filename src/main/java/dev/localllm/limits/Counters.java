package dev.localllm.limits;

/** Counts what callers take, by all of their limits at once. Thread-safe. */
interface Counters {

  /**
   * Begins to take what is demanded from all limits if all of them allow it, else from none; does
   * not block.
   */
  Taking begin(Demand demand);

  /** The same to its end; may block. */
  default Claim take(Demand demand) {
    return begin(demand).await();
  }

  /**
   * Raises what a caller has spent, if it is less.
   *
   * @param month as {@link java.time.temporal.ChronoField#PROLEPTIC_MONTH} counts
   * @param spent in millionths
   */
  void ledgerSays(String caller, long month, long spent);

  /** Does what is to be done about once a second; may block. */
  void look();

  /** Tells others that this replica goes. */
  void leave();

  LimitsState state();
}
