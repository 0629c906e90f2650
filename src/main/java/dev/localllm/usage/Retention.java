package dev.localllm.usage;

import dev.localllm.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jdbi.v3.core.JdbiException;

/** Deletes entries that are old enough, some at a time. Belongs to one thread at a time. */
final class Retention {
  private static final int BATCH = 5000;
  private static final Duration EVERY = Duration.ofHours(1);

  /** A process that has just started has better things to do. */
  private static final Duration AFTER_START = Duration.ofMinutes(10);

  private final Database database;
  private final Duration age;
  private final InstantSource clock;
  private Instant next;

  Retention(Database database, int days, InstantSource clock) {
    this.database = database;
    this.age = Duration.ofDays(days);
    this.clock = clock;
    next = clock.instant().plus(AFTER_START);
  }

  /** Deletes a batch if it is time to; whether there may be more. */
  boolean step() {
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return false;
    }
    try {
      if (EntryTable.delete(database.jdbi(), now.minus(age), BATCH)) {
        return true;
      }
    } catch (JdbiException e) {
      // another replica is at the same rows
      if (Refusal.of(e) != Refusal.CONFLICT) {
        throw e;
      }
    }
    next = now.plus(EVERY);
    return false;
  }
}
