package dev.localllm.settings;

import dev.localllm.settings.Key.Topic;
import java.time.Duration;
import java.util.List;

/** The keys of {@link ModelManagement}. */
final class ManagementKeys {
  static final Key<Duration> MANAGEMENT_IDLE_TIMEOUT =
      Key.of(
              "MANAGEMENT_IDLE_TIMEOUT",
              Topic.CALLING,
              Kinds.duration("1ms", "24h"),
              "How long a backend may be silent while it pulls, pushes, creates, copies or deletes a"
                  + " model or takes a blob: it checks and converts large files without a word.")
          .byDefault("10m");

  static final Key<Duration> MANAGEMENT_TIMEOUT =
      Key.of(
              "MANAGEMENT_TIMEOUT",
              Topic.CALLING,
              Kinds.duration("1ms", "168h"),
              "How long a backend may take to pull, push or create a model for a client that wants"
                  + " no stream.")
          .byDefault("6h");

  static final Key<Long> MAX_BLOB_SIZE =
      Key.of(
              "MAX_BLOB_SIZE",
              Topic.LIMITS,
              Kinds.longSize("1KB", "4096GB"),
              "The longest blob that may be uploaded for a model; a longer one is answered with"
                  + " 413. Blobs pass through and are not held.")
          .byDefault("64GB");

  static final List<Key<?>> ALL =
      List.of(MANAGEMENT_IDLE_TIMEOUT, MANAGEMENT_TIMEOUT, MAX_BLOB_SIZE);

  private ManagementKeys() {}

  static ModelManagement read(KeyReader keys) {
    return new ModelManagement(
        keys.value(MANAGEMENT_IDLE_TIMEOUT),
        keys.value(MANAGEMENT_TIMEOUT),
        keys.value(MAX_BLOB_SIZE));
  }
}
