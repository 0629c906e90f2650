package dev.localllm.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts wrong credentials by address, IPv6 by /64, for this replica alone. An address's minute
 * begins with its first failure. Of too many addresses, those that failed least recently are
 * forgotten: it is our work that is to be bounded, keys are too long to be guessed. Never blocks.
 * Thread-safe.
 */
public final class Failures {

  /** Addresses in each of two generations. */
  private static final int GENERATION = 25_000;

  private static final long MINUTE = 60_000;

  /** What is no address counts as one. */
  private static final long NO_ADDRESS = -1;

  private record Count(long since, int failures) {
    boolean isOver(long now) {
      return now - since >= MINUTE || now < since;
    }
  }

  private final int most;
  private final InstantSource clock;
  private volatile Map<Long, Count> young = new ConcurrentHashMap<>();
  private volatile Map<Long, Count> old = Map.of();

  /** Bears so many failures in a minute. */
  public Failures(int most, InstantSource clock) {
    this.most = most;
    this.clock = clock;
  }

  /** Whether an address has failed so often that it is told to wait. */
  public boolean tooMany(String address) {
    return !blockedFor(address).isZero();
  }

  /** How long it is told to wait; zero when it has not failed too often. */
  public Duration blockedFor(String address) {
    if (young.isEmpty() && old.isEmpty()) {
      return Duration.ZERO;
    }
    Long key = key(address);
    Count count = young.getOrDefault(key, old.get(key));
    long now = clock.millis();
    return count == null || count.failures < most || count.isOver(now)
        ? Duration.ZERO
        : Duration.ofMillis(count.since + MINUTE - now);
  }

  /** Counts a wrong credential. */
  public void wrong(String address) {
    long now = clock.millis();
    Long key = key(address);
    Map<Long, Count> current = young;
    Count before = old.get(key);
    current.compute(
        key,
        (_, count) -> {
          Count known = count == null ? before : count;
          return known == null || known.isOver(now)
              ? new Count(now, 1)
              : new Count(known.since, Math.min(most, known.failures + 1));
        });
    if (current.size() >= GENERATION) {
      age();
    }
  }

  int size() {
    return young.size() + old.size();
  }

  private synchronized void age() {
    if (young.size() >= GENERATION) {
      old = young;
      young = new ConcurrentHashMap<>();
    }
  }

  /** IPv4 addresses are where no IPv6 network is, in ::/32. */
  private static long key(String address) {
    int zone = address.indexOf('%');
    try {
      InetAddress parsed = InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
      return parsed instanceof Inet4Address four
          ? Integer.toUnsignedLong(ByteBuffer.wrap(four.getAddress()).getInt())
          : ByteBuffer.wrap(parsed.getAddress()).getLong();
    } catch (IllegalArgumentException e) {
      return NO_ADDRESS;
    }
  }
}
