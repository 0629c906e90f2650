package dev.localllm.limits;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.ToLongFunction;

/**
 * What was taken in the last minute, second by second. A second counts until all of it is more than
 * a minute ago, so no minute, wherever it begins, has more than was granted; that is up to a second
 * longer than need be. Not thread-safe. {@link Scripts} has the same in Lua.
 */
final class Window {

  /** A minute, and the second that is still going on. */
  private static final long SECONDS = 61;

  private static final class Second {
    final long number;
    long requests;
    long tokens;

    Second(long number) {
      this.number = number;
    }

    long endMillis() {
      return (number + SECONDS) * 1000;
    }
  }

  private final ArrayDeque<Second> seconds = new ArrayDeque<>(1);
  private long now;
  private long requests;
  private long tokens;

  /**
   * Lets time go on. A clock that was set back a little stands still, one set back more begins
   * anew.
   */
  void moveTo(long millis) {
    now = millis;
    if (!seconds.isEmpty() && seconds.getLast().number > millis / 1000) {
      long last = seconds.getLast().number;
      if (last - millis / 1000 > SECONDS) {
        seconds.clear();
        requests = 0;
        tokens = 0;
      } else {
        now = last * 1000;
      }
    }
    while (!seconds.isEmpty() && seconds.getFirst().endMillis() <= now) {
      Second gone = seconds.removeFirst();
      requests -= gone.requests;
      tokens -= gone.tokens;
    }
  }

  long now() {
    return now;
  }

  boolean isEmpty() {
    return seconds.isEmpty();
  }

  long requests() {
    return requests;
  }

  long tokens() {
    return tokens;
  }

  void add(long moreRequests, long moreTokens) {
    if (seconds.isEmpty() || seconds.getLast().number != now / 1000) {
      seconds.addLast(new Second(now / 1000));
    }
    seconds.getLast().requests += moreRequests;
    seconds.getLast().tokens += moreTokens;
    requests += moreRequests;
    tokens += moreTokens;
  }

  /** Gives tokens back that were taken at that time. */
  void refund(long takenMillis, long fewerTokens) {
    for (Second second : seconds) {
      if (second.number == takenMillis / 1000) {
        long back = Math.min(second.tokens, fewerTokens);
        second.tokens -= back;
        tokens -= back;
      }
    }
  }

  /** Milliseconds until at most so many requests count; 0 if they do now. */
  long untilRequests(long most) {
    return until(requests, most, second -> second.requests);
  }

  /** Milliseconds until at most so many tokens count; 0 if they do now. */
  long untilTokens(long most) {
    return until(tokens, most, second -> second.tokens);
  }

  private long until(long used, long most, ToLongFunction<Second> part) {
    long left = used;
    long end = now;
    for (Iterator<Second> each = seconds.iterator(); left > most && each.hasNext(); ) {
      Second second = each.next();
      left -= part.applyAsLong(second);
      end = second.endMillis();
    }
    return end - now;
  }
}
