package dev.localllm.store;

import dev.localllm.settings.Secret;
import dev.localllm.settings.Storage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * The Redis server that replicas share, if there is one. Whoever takes {@linkplain #step steps}
 * keeps it connected; without that, and while the connection is lost, calls fail at once.
 * Thread-safe.
 */
public final class Cache implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Cache.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration NEVER = Duration.ofDays(365);

  private final @Nullable Secret url;
  private final Duration timeout;
  private final Set<Script> prepared = new CopyOnWriteArraySet<>();
  private volatile @Nullable RedisLink link;

  /** The cache at {@code storage}'s address. */
  public Cache(Storage storage) {
    url = storage.redis();
    timeout = storage.timeout();
  }

  /** Whether the settings name one. */
  public boolean exists() {
    return url != null;
  }

  /** Whether it answers now; blocks for {@code STORAGE_TIMEOUT} at most. */
  public boolean answers() {
    RedisLink current = link;
    return current != null && current.answers();
  }

  /**
   * Makes it know scripts on every connection from the start. Calls of them then run in the order
   * in which they are made, while the first call of another script may be overtaken.
   */
  public void prepare(List<Script> scripts) {
    prepared.addAll(scripts);
    RedisLink current = link;
    if (current != null) {
      current.teach(scripts);
    }
  }

  /**
   * Runs a script, or fails soon. Never blocks; it is for the caller to stop waiting.
   *
   * @param keys what the script reads and writes
   * @param arguments its further input
   * @return what it returned; {@link StoreUnavailable} when the cache cannot be reached, another
   *     exception when it refused or the connection broke
   */
  public CompletableFuture<List<Long>> call(Script script, List<String> keys, String... arguments) {
    RedisLink current = link;
    return current == null
        ? CompletableFuture.failedFuture(RedisLink.notConnected())
        : current.call(script, keys, arguments);
  }

  /**
   * Connects if that was not done or the connection broke or fell silent, and tells how long that
   * will do. Does nothing when there is no cache. Blocks; for one thread at a time.
   */
  Duration step() throws InterruptedException {
    if (url == null) {
      return NEVER;
    }
    RedisLink current = link;
    if (current == null) {
      try {
        current = new RedisLink(url, timeout, prepared);
      } catch (IllegalArgumentException e) {
        // its message may tell the URL, which may have a password
        LOG.log(Level.ERROR, "REDIS_URL cannot be understood; there is no cache");
        return NEVER;
      }
      link = current;
    }
    current.keep();
    return LOOK_EVERY;
  }

  /** Gives the connection up. No step may follow. */
  @Override
  public void close() {
    RedisLink current = link;
    link = null;
    if (current != null) {
      current.close();
    }
  }
}
