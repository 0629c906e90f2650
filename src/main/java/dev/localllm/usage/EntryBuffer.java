package dev.localllm.usage;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Entries on their way to the journal, until they are {@linkplain #release released}. Thread-safe;
 * nobody waits for anybody.
 */
final class EntryBuffer {
  private final ConcurrentLinkedQueue<UsageEntry> entries = new ConcurrentLinkedQueue<>();
  // the queue itself would have to count one by one
  private final AtomicInteger size = new AtomicInteger();
  private final int capacity;

  /** Holds at most {@code capacity} entries. */
  EntryBuffer(int capacity) {
    this.capacity = capacity;
  }

  /** Takes it in; false when there is no room. */
  boolean offer(UsageEntry entry) {
    if (size.incrementAndGet() > capacity) {
      size.decrementAndGet();
      return false;
    }
    return entries.add(entry);
  }

  /** Hands out the oldest one, which still counts. */
  Optional<UsageEntry> poll() {
    return Optional.ofNullable(entries.poll());
  }

  /** So many of those handed out are on the disk, or lost. */
  void release(int count) {
    size.addAndGet(-count);
  }

  /** How many are on their way. */
  int size() {
    return Math.min(size.get(), capacity);
  }
}
