package dev.localllm.limits;

import dev.localllm.limits.Tally.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.ToLongFunction;

/**
 * The limits of one caller by the book: a list of all that ever happened, gone through for each
 * question, and times tried one after the other.
 */
final class NaiveLimits {
  private static final long MINUTE = 60_000;

  /** What was taken at a time; negative for what was given back. */
  private record Event(long atMillis, long requests, long tokens) {}

  /** What is under way. */
  record Grant(long atMillis, long estimate) {}

  private final List<Event> events = new ArrayList<>();
  private final int requests;
  private final int tokens;
  private final int concurrency;
  private int underway;

  NaiveLimits(int requests, int tokens, int concurrency) {
    this.requests = requests;
    this.tokens = tokens;
    this.concurrency = concurrency;
  }

  Ruling ruling(long now, int estimate) {
    long forRequests = wait(now, this::requestsPass);
    long forTokens = wait(now, later -> tokensPass(later, estimate));
    if (forRequests > 0 || forTokens > 0) {
      return forTokens > forRequests ? Ruling.TOKENS : Ruling.REQUESTS;
    }
    return concurrency > 0 && underway >= concurrency ? Ruling.CONCURRENCY : Ruling.GRANTED;
  }

  /** Milliseconds until it would be granted if nothing else came. */
  long delay(long now, int estimate) {
    return Math.max(wait(now, this::requestsPass), wait(now, later -> tokensPass(later, estimate)));
  }

  Grant grant(long now, int estimate) {
    Grant grant = new Grant(now, Math.min(estimate, tokens));
    events.add(new Event(now, 1, grant.estimate()));
    underway++;
    return grant;
  }

  void settle(long now, Grant grant, long used) {
    underway--;
    if (tokens > 0) {
      long debt = used - grant.estimate();
      events.add(new Event(debt < 0 ? grant.atMillis() : now, 0, debt));
    }
  }

  Level requestLevel(long now) {
    return Level.of(
        requests,
        taken(now, Event::requests),
        wait(now, later -> taken(later, Event::requests) == 0));
  }

  Level tokenLevel(long now) {
    return Level.of(
        tokens, taken(now, Event::tokens), wait(now, later -> taken(later, Event::tokens) == 0));
  }

  private boolean requestsPass(long now) {
    return requests == 0 || taken(now, Event::requests) + 1 <= requests;
  }

  private boolean tokensPass(long now, int estimate) {
    return tokens == 0 || taken(now, Event::tokens) + Math.min(estimate, tokens) <= tokens;
  }

  /** An event counts until its whole second is outside of the minute that ends now. */
  private long taken(long now, ToLongFunction<Event> part) {
    return events.stream()
        .filter(event -> (event.atMillis() / 1000 + 1) * 1000 > now - MINUTE)
        .mapToLong(part)
        .sum();
  }

  private static long wait(long now, LongPredicate passes) {
    long later = now;
    while (!passes.test(later)) {
      later = (later / 1000 + 1) * 1000;
    }
    return later - now;
  }
}
