package dev.localllm.chat;

import java.time.Duration;
import java.util.Optional;

/** What is wrong with the caller rather than with the request. */
public sealed interface AccessError extends GatewayError {

  /** Who calls is not known; the message is the same for every wrong credential. */
  record Unauthorized(String message) implements AccessError {
    @Override
    public int status() {
      return 401;
    }
  }

  /** The caller may not do this. */
  record Forbidden(String message) implements AccessError {
    @Override
    public int status() {
      return 403;
    }
  }

  /**
   * The caller has used what it may use for now.
   *
   * @param measure what there was too much of
   * @param delay until it may go on, as far as is known
   */
  record RateLimited(String message, Measure measure, Duration delay) implements AccessError {

    /** What is counted. */
    public enum Measure {
      REQUESTS,
      TOKENS,
      CONCURRENCY,
      BYTES,
      FAILURES
    }

    @Override
    public int status() {
      return 429;
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.of(delay);
    }
  }

  /** The caller's budget is spent; trying again does not help before the next month. */
  record OverBudget(String message) implements AccessError {
    @Override
    public int status() {
      return 429;
    }
  }
}
