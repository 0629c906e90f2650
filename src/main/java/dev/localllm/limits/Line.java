package dev.localllm.limits;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What waits for the next call of its caller to Redis, or goes with it. Not thread-safe. */
final class Line {

  /** So that a call does not keep others from Redis for long. */
  private static final int MOST_AT_ONCE = 64;

  /**
   * What a request used.
   *
   * @param takenMillis when it was granted
   * @param requests granted then and never made; at least 0
   * @param tokens more than were granted then; negative for less
   * @param lease that ends; empty for none
   * @param month of the cost
   * @param cost in millionths
   */
  record Debt(long takenMillis, long requests, long tokens, String lease, long month, long cost) {

    /** What was granted and not made use of. */
    static Debt unused(long takenMillis, long requests, long tokens) {
      return new Debt(takenMillis, requests, -tokens, "", Months.of(takenMillis), 0);
    }

    /** Whether somebody may wait for it: for a place, or for a budget that is almost spent. */
    boolean isUrgent() {
      return !lease.isEmpty() || cost > 0;
    }

    /**
     * Whether both, neither with a lease, may be told as one: they are counted in the same second
     * and month.
     */
    private boolean goesWith(Debt other) {
      return takenMillis / 1000 == other.takenMillis / 1000
          && month == other.month
          && tokens <= 0 == other.tokens <= 0
          && other.lease.isEmpty();
    }

    private Debt and(Debt other) {
      return new Debt(
          takenMillis,
          requests + other.requests,
          tokens + other.tokens,
          lease,
          month,
          cost + other.cost);
    }
  }

  record Ask(Demand demand, String lease, CompletableFuture<Tally> answer) {}

  boolean calling;
  boolean urgent;
  final ArrayDeque<Debt> debts = new ArrayDeque<>(1);
  final ArrayDeque<String> renewals = new ArrayDeque<>(1);
  final ArrayDeque<Ask> asks = new ArrayDeque<>(1);

  boolean isEmpty() {
    return debts.isEmpty() && renewals.isEmpty() && asks.isEmpty();
  }

  boolean isUrgent() {
    return urgent || debts.size() >= MOST_AT_ONCE;
  }

  /**
   * Adds a debt; a busy caller's many small ones become few, which Redis is through with sooner.
   */
  void owe(Debt debt) {
    // one with a lease goes alone: many may wait, and none needs to be looked at
    Optional<Debt> partner =
        debt.lease.isEmpty() ? debts.stream().filter(debt::goesWith).findFirst() : Optional.empty();
    partner.ifPresent(debts::remove);
    debts.add(partner.map(known -> known.and(debt)).orElse(debt));
  }

  void moveTo(Line other) {
    move(debts, other.debts);
    move(renewals, other.renewals);
    move(asks, other.asks);
  }

  private static <T> void move(ArrayDeque<T> from, ArrayDeque<T> to) {
    for (int i = 0; i < MOST_AT_ONCE && !from.isEmpty(); i++) {
      to.add(from.remove());
    }
  }

  /** What {@code exchange.lua} reads. */
  String[] arguments(String leaseMillis) {
    List<String> arguments = new ArrayList<>();
    arguments.add(leaseMillis);
    arguments.add(String.valueOf(debts.size()));
    arguments.add(String.valueOf(renewals.size()));
    for (Debt debt : debts) {
      arguments.add(String.valueOf(debt.takenMillis));
      arguments.add(String.valueOf(debt.requests));
      arguments.add(String.valueOf(debt.tokens));
      arguments.add(debt.lease);
      arguments.add(String.valueOf(debt.month));
      arguments.add(String.valueOf(debt.cost));
    }
    arguments.addAll(renewals);
    for (Ask ask : asks) {
      arguments.add(String.valueOf(ask.demand.requests()));
      arguments.add(String.valueOf(ask.demand.tokens()));
      arguments.add(String.valueOf(ask.demand.concurrency()));
      arguments.add(String.valueOf(ask.demand.budget()));
      arguments.add(ask.demand.hard() ? "1" : "0");
      arguments.add(String.valueOf(ask.demand.estimate()));
      arguments.add(String.valueOf(ask.demand.count()));
      arguments.add(ask.lease);
      arguments.add(String.valueOf(ask.demand.least()));
    }
    return arguments.toArray(String[]::new);
  }
}
