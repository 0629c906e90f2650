package dev.localllm.audit;

import java.time.Duration;

/** What was done, or tried. */
public enum AuditAction {
  KEY_CREATED("key.created"),
  KEY_CHANGED("key.changed"),
  KEY_ROTATED("key.rotated"),
  KEY_REVOKED("key.revoked"),
  ACCESS_DENIED("access.denied", Duration.ofMinutes(1)),
  NETWORK_ADMITTED("network.admitted", Duration.ofHours(1)),
  MODEL_PULLED("model.pulled"),
  MODEL_PUSHED("model.pushed"),
  MODEL_CREATED("model.created"),
  MODEL_COPIED("model.copied"),
  MODEL_DELETED("model.deleted"),
  BLOB_UPLOADED("blob.uploaded"),
  MIGRATION_RUN("migration.run"),
  /** Events could not be kept, because the disk did not take them in time. */
  EVENTS_LOST("events.lost"),
  /** An event, told in the detail, whose place in its chain a foreign row has taken. */
  EVENT_DISPLACED("event.displaced");

  private final String word;
  private final Duration window;

  AuditAction(String word) {
    this(word, Duration.ZERO);
  }

  AuditAction(String word, Duration window) {
    this.word = word;
    this.window = window;
  }

  /** The spelling in the log. */
  public String word() {
    return word;
  }

  /** How long repetitions are summed up; zero when each one is an event of its own. */
  Duration window() {
    return window;
  }
}
