package dev.localllm.pipeline;

import dev.localllm.chat.AccessError.RateLimited;
import dev.localllm.chat.AccessError.RateLimited.Measure;
import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.chat.GatewayException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The budget of memory for bodies that arrive and for answers that are held whole: what clients and
 * backends send decides how much that is, so it is bounded for the process and for each caller.
 * What is charged is what is allocated, not what has been read. Thread-safe; never blocks.
 */
public final class HeldBytes {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final long most;
  private final long mostOfCaller;
  private final Busy full;
  private final RateLimited callerFull;
  private final AtomicLong held = new AtomicLong();
  private final LongAdder refusedToCallers = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /** Bytes by caller; whoever holds none is not in it. */
  private final Map<String, Long> callers = new ConcurrentHashMap<>();

  /**
   * An empty budget.
   *
   * @param most bytes in all
   * @param mostOfCaller bytes of any one caller
   * @param retryAfter what clients are told to wait when there is no room in the process
   */
  public HeldBytes(long most, long mostOfCaller, Duration retryAfter) {
    this.most = most;
    this.mostOfCaller = mostOfCaller;
    full = new Busy("the gateway has no memory left for this request now", retryAfter);
    callerFull =
        new RateLimited(
            "the requests of this caller hold more than " + mostOfCaller + " bytes at once",
            Measure.BYTES,
            SOON);
  }

  /** Begins to count for one request of the caller with that id; nothing is charged yet. */
  public Holding of(String callerId) {
    return new Holding(this, callerId);
  }

  /** How many bytes are held now. */
  public long held() {
    return held.get();
  }

  /** How many there may be. */
  public long most() {
    return most;
  }

  /** How often there was no room left for a caller's own bytes. */
  public long refusedToCallers() {
    return refusedToCallers.sum();
  }

  /** How often there was no room left in the process. */
  public long refused() {
    return refused.sum();
  }

  /** Of how many callers bytes are held. */
  int callers() {
    return callers.size();
  }

  /** All of it or nothing. */
  void charge(String caller, long bytes) {
    if (!fits(caller, bytes)) {
      refusedToCallers.increment();
      throw new GatewayException(callerFull);
    }
    if (held.addAndGet(bytes) > most) {
      giveBack(caller, bytes);
      refused.increment();
      throw new GatewayException(full);
    }
  }

  void giveBack(String caller, long bytes) {
    held.addAndGet(-bytes);
    callers.computeIfPresent(caller, (_, before) -> before > bytes ? before - bytes : null);
  }

  private boolean fits(String caller, long bytes) {
    boolean[] fits = {true};
    callers.compute(
        caller,
        (_, before) -> {
          long now = (before == null ? 0 : before) + bytes;
          fits[0] = now <= mostOfCaller;
          return fits[0] ? (Long) now : before;
        });
    return fits[0];
  }
}
