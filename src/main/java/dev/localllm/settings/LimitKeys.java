package dev.localllm.settings;

import dev.localllm.settings.Key.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The keys of {@link Settings.Limits}. */
final class LimitKeys {
  static final Key<Integer> MAX_BODY_SIZE =
      limit(
              "MAX_BODY_SIZE",
              Kinds.size("1KB", "1GB"),
              "The longest request body; a longer one is answered with 413.")
          .byDefault("20MB");

  static final Key<Duration> BODY_TIMEOUT =
      limit(
              "BODY_TIMEOUT",
              Kinds.duration("100ms", "1h"),
              "How long the whole request body may take to arrive.")
          .byDefault("30s");

  static final Key<Integer> MAX_STREAMS =
      limit(
              "MAX_STREAMS",
              Kinds.whole(1, 100_000),
              "How many inference requests may be under way at once; a further one is answered with"
                  + " 503.")
          .byDefault("4000");

  static final Key<Duration> RETRY_AFTER =
      limit(
              "RETRY_AFTER",
              Kinds.duration("1s", "1h"),
              "How long a client that got a 503 is told to wait.")
          .byDefault("1s");

  static final Key<Integer> MAX_LINE_SIZE =
      limit(
              "MAX_LINE_SIZE",
              Kinds.size("1KB", "1GB"),
              "The longest line of a stream from a backend.")
          .byDefault("8MB");

  static final Key<Integer> MAX_ANSWER_SIZE =
      limit(
              "MAX_ANSWER_SIZE",
              Kinds.size("1KB", "1GB"),
              "The longest answer from a backend that comes in one piece.")
          .byDefault("64MB");

  static final Key<Long> MAX_HELD_BYTES =
      limit(
          "MAX_HELD_BYTES",
          Kinds.longSize("1MB", "4096GB"),
          "How much memory request bodies and whole answers may take at once; beyond it requests are"
              + " answered with 503. Without it: half of the heap.");

  static final Key<Long> MAX_HELD_BYTES_PER_CALLER =
      limit(
          "MAX_HELD_BYTES_PER_CALLER",
          Kinds.longSize("1MB", "4096GB"),
          "How much of it the requests of one caller may take at once; beyond it they are answered"
              + " with 429. A body takes about three times its length while it is answered. Without"
              + " it: a quarter of MAX_HELD_BYTES.");

  static final Key<Integer> TOKENS_PER_ANSWER =
      limit(
              "TOKENS_PER_ANSWER",
              Kinds.whole(1, 100_000_000),
              "How many tokens a request reserves for its answer that sets no bound itself, and how"
                  + " long that answer may become; for callers with a limit of tokens only.")
          .byDefault("4096");

  static final Key<Duration> HEARTBEAT_AFTER =
      limit(
              "HEARTBEAT_AFTER",
              Kinds.duration("100ms", "1h"),
              "How long a stream is silent before a heartbeat is sent to the client.")
          .byDefault("10s");

  static final Key<Duration> DRAIN_TIMEOUT =
      limit(
              "DRAIN_TIMEOUT",
              Kinds.duration("0s", "28s"),
              "How long requests under way may go on after the signal to stop; those that are left"
                  + " then end with an error.")
          .byDefault("25s");

  static final Key<Integer> RATE_LIMIT_RPM =
      rate("RATE_LIMIT_RPM", "How many requests a caller may make in a minute");

  static final Key<Integer> RATE_LIMIT_TPM =
      rate(
          "RATE_LIMIT_TPM",
          "How many tokens, prompts and completions, a caller may use in a minute");

  static final Key<Integer> RATE_LIMIT_CONCURRENCY =
      rate("RATE_LIMIT_CONCURRENCY", "How many requests of a caller may be under way at once");

  static final List<Key<?>> ALL =
      List.of(
          RATE_LIMIT_RPM,
          RATE_LIMIT_TPM,
          RATE_LIMIT_CONCURRENCY,
          MAX_BODY_SIZE,
          BODY_TIMEOUT,
          MAX_STREAMS,
          RETRY_AFTER,
          MAX_LINE_SIZE,
          MAX_ANSWER_SIZE,
          MAX_HELD_BYTES,
          MAX_HELD_BYTES_PER_CALLER,
          TOKENS_PER_ANSWER,
          HEARTBEAT_AFTER,
          DRAIN_TIMEOUT);

  private LimitKeys() {}

  static Settings.Limits read(KeyReader keys) {
    long held =
        Objects.requireNonNullElseGet(
            keys.optional(MAX_HELD_BYTES), () -> Runtime.getRuntime().maxMemory() / 2);
    return new Settings.Limits(
        keys.value(MAX_BODY_SIZE),
        keys.value(BODY_TIMEOUT),
        keys.value(MAX_STREAMS),
        keys.value(RETRY_AFTER),
        keys.value(MAX_LINE_SIZE),
        keys.value(MAX_ANSWER_SIZE),
        keys.value(HEARTBEAT_AFTER),
        keys.value(DRAIN_TIMEOUT),
        held,
        Objects.requireNonNullElse(keys.optional(MAX_HELD_BYTES_PER_CALLER), held / 4),
        keys.value(TOKENS_PER_ANSWER));
  }

  static RateLimits rates(KeyReader keys) {
    return new RateLimits(
        keys.value(RATE_LIMIT_RPM), keys.value(RATE_LIMIT_TPM), keys.value(RATE_LIMIT_CONCURRENCY));
  }

  private static Key<Integer> rate(String name, String meaning) {
    return limit(
            name,
            Kinds.whole(0, 100_000_000),
            meaning
                + " whose API key sets no other limit, an address when callers are anonymous;"
                + " 0 for no limit.")
        .byDefault("0");
  }

  private static <T> Key<T> limit(String name, Kind<T> kind, String meaning) {
    return Key.of(name, Topic.LIMITS, kind, meaning);
  }
}
