package dev.localllm.settings;

import dev.localllm.settings.Key.Topic;
import java.time.Duration;
import java.util.List;

/** The keys of {@link Settings.Calling}. */
final class CallingKeys {
  static final Key<Duration> CONNECT_TIMEOUT =
      duration("CONNECT_TIMEOUT", "1ms", "5m", "5s", "How long connecting to a backend may take.");

  static final Key<Duration> LOAD_TIMEOUT =
      duration(
          "LOAD_TIMEOUT",
          "1ms",
          "24h",
          "5m",
          "How long a backend may take to begin its answer when it loads the model first.");

  static final Key<Duration> FIRST_BYTE_TIMEOUT =
      duration(
          "FIRST_BYTE_TIMEOUT",
          "1ms",
          "24h",
          "2m",
          "How long a backend may take to begin its answer when the model is in memory.");

  static final Key<Duration> IDLE_TIMEOUT =
      duration(
          "IDLE_TIMEOUT",
          "1ms",
          "24h",
          "1m",
          "How long a backend may be silent between two pieces of an answer.");

  static final Key<Duration> ANSWER_TIMEOUT =
      duration(
          "ANSWER_TIMEOUT",
          "1ms",
          "24h",
          "10m",
          "How long a backend may take for an answer that is not streamed.");

  static final Key<Integer> BACKEND_RETRIES =
      calling(
              "BACKEND_RETRIES",
              Kinds.whole(0, 10),
              "How often a call whose connection was lost before the answer began is repeated.")
          .byDefault("2");

  static final Key<Duration> BACKEND_RETRY_DELAY =
      duration("BACKEND_RETRY_DELAY", "0ms", "10s", "100ms", "The pause before such a repetition.");

  static final Key<Duration> BACKEND_RETRY_JITTER =
      duration(
          "BACKEND_RETRY_JITTER",
          "0ms",
          "10s",
          "50ms",
          "How far the pause is lengthened or shortened at random, at most.");

  static final Key<Duration> PROBE_INTERVAL =
      duration("PROBE_INTERVAL", "100ms", "1h", "5s", "The time between two probes of a backend.");

  static final Key<Duration> PROBE_TIMEOUT =
      duration("PROBE_TIMEOUT", "1ms", "1m", "2s", "How long a probe may take.");

  static final Key<Integer> BACKEND_HEADER_SIZE =
      calling(
              "BACKEND_HEADER_SIZE",
              Kinds.size("1KB", "1MB"),
              "The longest line in the head of a backend's answer; a longer one is a 502.")
          .byDefault("16KB");

  static final Key<Integer> BACKEND_HEADERS =
      calling(
              "BACKEND_HEADERS",
              Kinds.whole(10, 10_000),
              "How many headers an answer of a backend may have; one with more is a 502.")
          .byDefault("100");

  static final Key<Boolean> BACKEND_KEEP_ALIVE =
      calling(
              "BACKEND_KEEP_ALIVE",
              Kinds.truth(),
              "Whether a connection to a backend serves one request after the other. Set it to"
                  + " false for a backend, or a proxy before it, that sends more than it was asked"
                  + " for.")
          .byDefault("true");

  static final Key<Duration> LISTING_AGE =
      duration(
          "LISTING_AGE",
          "0ms",
          "1m",
          "1s",
          "How old the answer to a listing of models may be; a change of models through the gateway"
              + " is seen at once.");

  static final List<Key<?>> ALL =
      List.of(
          CONNECT_TIMEOUT,
          LOAD_TIMEOUT,
          FIRST_BYTE_TIMEOUT,
          IDLE_TIMEOUT,
          ANSWER_TIMEOUT,
          BACKEND_RETRIES,
          BACKEND_RETRY_DELAY,
          BACKEND_RETRY_JITTER,
          PROBE_INTERVAL,
          PROBE_TIMEOUT,
          BACKEND_HEADER_SIZE,
          BACKEND_HEADERS,
          BACKEND_KEEP_ALIVE,
          LISTING_AGE);

  private CallingKeys() {}

  static Settings.Calling read(KeyReader keys) {
    return new Settings.Calling(
        keys.value(CONNECT_TIMEOUT),
        keys.value(LOAD_TIMEOUT),
        keys.value(FIRST_BYTE_TIMEOUT),
        keys.value(IDLE_TIMEOUT),
        keys.value(ANSWER_TIMEOUT),
        keys.value(BACKEND_RETRIES),
        keys.value(BACKEND_RETRY_DELAY),
        keys.value(BACKEND_RETRY_JITTER),
        keys.value(PROBE_INTERVAL),
        keys.value(PROBE_TIMEOUT),
        new AnswerBounds(
            keys.value(BACKEND_HEADER_SIZE),
            keys.value(BACKEND_HEADERS),
            keys.value(BACKEND_KEEP_ALIVE),
            keys.value(LISTING_AGE)));
  }

  private static Key<Duration> duration(
      String name, String least, String most, String normal, String meaning) {
    return calling(name, Kinds.duration(least, most), meaning).byDefault(normal);
  }

  private static <T> Key<T> calling(String name, Kind<T> kind, String meaning) {
    return Key.of(name, Topic.CALLING, kind, meaning);
  }
}
