package dev.localllm.access;

import dev.localllm.settings.KeyTrust;
import dev.localllm.store.Database;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All keys in memory, so that recognising one takes no look-up elsewhere, a wrong one costs no more
 * than a right one, and callers are known while the database is away. {@link #refresh} reads what
 * has changed since the last time. Thread-safe.
 */
final class KeyRing {
  private static final Logger LOG = System.getLogger(KeyRing.class.getName());
  private static final int PAGE = 1000;

  private final Database database;
  private final KeyHashes hashes;
  private final Map<String, Entry> byHash = new ConcurrentHashMap<>();
  private final Map<String, ApiKey> byId = new ConcurrentHashMap<>();
  private final Map<String, ApiKey> byName = new ConcurrentHashMap<>();
  private long revision;
  private final CountDownLatch firstLook = new CountDownLatch(1);
  private volatile boolean read;

  private record Entry(ApiKey key, @Nullable Instant validUntil) {}

  KeyRing(Database database, KeyTrust trust) {
    this.database = database;
    hashes = new KeyHashes(trust.peppers());
  }

  /** The key that {@code secret} belongs to, if it works at {@code now}. */
  Optional<ApiKey> find(String secret, Instant now) {
    Entry found = null;
    // every hash is looked up, found or not, so that the time tells nothing
    for (String hash : hashes.all(secret)) {
      Entry entry = byHash.get(hash);
      found = entry == null ? found : entry;
    }
    return Optional.ofNullable(found)
        .filter(entry -> entry.validUntil() == null || now.isBefore(entry.validUntil()))
        .map(Entry::key)
        .filter(key -> key.works(now));
  }

  /** The key of that name, if it works at {@code now}. */
  Optional<ApiKey> named(String name, Instant now) {
    return Optional.ofNullable(byName.get(name)).filter(key -> key.works(now));
  }

  /** Whether the keys have been read at all. */
  boolean isRead() {
    return read;
  }

  /** Whether they have been read, or could not be. */
  boolean isLookedAt() {
    return firstLook.getCount() == 0;
  }

  /** Waits for {@link #isLookedAt}, no longer than {@code patience}, and tells it. Blocks. */
  boolean awaitFirstLook(Duration patience) {
    try {
      return firstLook.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return isLookedAt();
    }
  }

  /**
   * Reads what has changed. Blocks.
   *
   * @throws RuntimeException when the database is away; what was known stays
   */
  void refresh() {
    try {
      read();
      read = true;
    } finally {
      firstLook.countDown();
    }
  }

  private synchronized void read() {
    List<ApiKey> page;
    do {
      page =
          database
              .jdbi()
              .withHandle(handle -> {
                List<ApiKey> changed = KeyRows.since(handle, revision, PAGE);
                for (ApiKey key : changed) {
                  put(key, SecretRows.of(handle, key.id()));
                }
                return changed;
              });
      if (!page.isEmpty()) {
        revision = page.getLast().revision();
      }
    } while (page.size() == PAGE);
  }

  private void put(ApiKey key, List<SecretRows.Row> secrets) {
    for (SecretRows.Row secret : secrets) {
      byHash.put(secret.hash(), new Entry(key, secret.validUntil()));
    }
    ApiKey before = byId.put(key.id(), key);
    if (before != null) {
      byName.remove(before.rights().name(), before);
    }
    byName.put(key.rights().name(), key);
    if (key.revokedAt() == null && RightsCheck.isReserved(key.rights().name())) {
      LOG.log(
          Level.WARNING,
          "the key {0} has the name {1}, which stands for somebody else; rename it",
          key.id(),
          key.rights().name());
    }
  }
}
