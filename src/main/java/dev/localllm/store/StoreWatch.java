package dev.localllm.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Looks at the database and the cache again and again, so that whoever asks how they are need not
 * wait. The embedded database is left alone until somebody uses it. Thread-safe.
 */
public final class StoreWatch {
  private static final Logger LOG = System.getLogger(StoreWatch.class.getName());

  private final Database database;
  private final Cache cache;
  private final Duration pause;
  private final Consumer<IncompatibleSchema> refuse;
  private volatile boolean databaseUp;
  private volatile boolean databaseWasUp;
  private volatile boolean cacheUp;

  /** Looks every {@code pause}; {@code refuse} ends the process when the schema does not fit. */
  StoreWatch(Database database, Cache cache, Duration pause, Consumer<IncompatibleSchema> refuse) {
    this.database = database;
    this.cache = cache;
    this.pause = pause;
    this.refuse = refuse;
    databaseUp = !database.isPostgresql();
    cacheUp = !cache.exists();
  }

  /** Whether the database answered the last time, or nobody has needed it yet. */
  public boolean databaseUp() {
    return databaseUp;
  }

  /** Whether it has been up at all since the start. */
  public boolean databaseWasUp() {
    return databaseWasUp || databaseUp;
  }

  /** Whether the cache answered the last time, or there is none. */
  public boolean cacheUp() {
    return cacheUp;
  }

  /** Looks once, and tells how long that will do. Blocks. */
  Duration step() {
    look();
    return pause;
  }

  /** Looks once. Blocks. */
  void look() {
    if (cache.exists()) {
      boolean up = cache.answers();
      tell("cache", cacheUp, up);
      cacheUp = up;
    }
    if (!database.isPostgresql() && !database.isOpen()) {
      return;
    }
    try {
      boolean up = database.answers();
      tell("database", databaseUp, up);
      databaseUp = up;
      databaseWasUp |= up;
    } catch (IncompatibleSchema e) {
      refuse.accept(e);
    }
  }

  private static void tell(String store, boolean before, boolean now) {
    if (before != now) {
      LOG.log(now ? Level.INFO : Level.WARNING, "the {0} is {1}", store, now ? "there" : "away");
    }
  }
}
