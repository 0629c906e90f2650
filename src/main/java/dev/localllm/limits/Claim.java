package dev.localllm.limits;

/**
 * A demand and what counting it came to.
 *
 * @param counters who counted it, and settles it if it was granted
 * @param lease tells it from other claims of this replica; 0 when nothing was leased
 */
record Claim(Settling counters, Demand demand, Tally tally, long lease) {

  /** Puts what was really used in the place of what was granted. */
  interface Settling {

    /**
     * Settles a claim that was granted, once; neither blocks nor throws.
     *
     * @param tokens that were used
     * @param cost in millionths
     */
    void settle(Claim claim, long tokens, long cost);
  }

  /** Settles it as if the request had never been made, if it was granted. */
  void giveBack() {
    if (tally.isGranted()) {
      settle(0, 0);
    }
  }

  void settle(long tokens, long cost) {
    counters.settle(this, tokens, cost);
  }

  /** By how much more than was granted was used; negative for less, 0 when nobody counts. */
  long debt(long tokens) {
    return demand.tokens() == 0 ? 0 : tokens - tally.granted();
  }
}
