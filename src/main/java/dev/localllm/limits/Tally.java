package dev.localllm.limits;

import java.util.List;

/**
 * What counting a {@link Demand} came to. Times are in milliseconds, numbers include the demand
 * when it was granted.
 *
 * @param ruling whether it was granted
 * @param delayMillis until it would be granted if nothing else came; 0 when it was
 * @param requests taken in the last minute
 * @param requestsResetMillis until none of them counts any more
 * @param tokens taken in the last minute
 * @param tokensResetMillis until none of them counts any more
 * @param spent in this month, in millionths
 * @param atMillis the time of the clock that counts
 * @param granted how many tokens of the demand were taken
 */
record Tally(
    Ruling ruling,
    long delayMillis,
    long requests,
    long requestsResetMillis,
    long tokens,
    long tokensResetMillis,
    long spent,
    long atMillis,
    long granted) {

  /** Granted, or the limit that stands in the way; {@link Scripts#exchange} knows the order. */
  enum Ruling {
    GRANTED,
    REQUESTS,
    TOKENS,
    CONCURRENCY,
    BUDGET,
    CROWDED
  }

  private static final List<Ruling> RULINGS = List.of(Ruling.values());

  /** Made of so many numbers. */
  static final int SIZE = 9;

  /** From the numbers in the order of the components. */
  static Tally of(List<Long> numbers) {
    return new Tally(
        RULINGS.get(numbers.get(0).intValue()),
        numbers.get(1),
        numbers.get(2),
        numbers.get(3),
        numbers.get(4),
        numbers.get(5),
        numbers.get(6),
        numbers.get(7),
        numbers.get(8));
  }

  boolean isGranted() {
    return ruling == Ruling.GRANTED;
  }
}
