package dev.localllm.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sums up what repeats itself, so that nobody can fill the log by being refused. The first event of
 * a kind is kept at once; further ones within the action's window are counted, and leave one event
 * with their number. Beyond {@link #APART} callers at a time the rest are counted together.
 * Thread-safe.
 */
final class Bursts {
  /** Callers that are told apart, for each action. */
  static final int APART = 50;

  private static final String OTHERS = "(others)";
  private static final Actor MANY = new Actor(Actor.Kind.UNKNOWN, "", OTHERS);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Kind, Burst> open = new HashMap<>();

  private record Kind(AuditAction action, AuditOutcome outcome, Actor actor, String address) {}

  private static final class Burst {
    private final Instant over;
    private AuditEvent last;
    private long more;

    Burst(AuditEvent first, Instant over) {
      this.last = first;
      this.over = over;
    }
  }

  /** The event when it is to be kept by itself; empty when it was counted. */
  Optional<AuditEvent> admit(AuditEvent event) {
    if (event.action().window().isZero()) {
      return Optional.of(event);
    }
    lock.lock();
    try {
      Kind kind = new Kind(event.action(), event.outcome(), event.actor(), event.address());
      if (!open.containsKey(kind) && apart(event.action()) >= APART) {
        kind = new Kind(event.action(), event.outcome(), MANY, OTHERS);
      }
      Burst burst = open.get(kind);
      if (burst == null) {
        open.put(kind, new Burst(event, event.at().plus(event.action().window())));
        return Optional.of(event);
      }
      burst.last = event;
      burst.more++;
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** The sums of the windows that are over by {@code now}. */
  List<AuditEvent> over(Instant now) {
    List<AuditEvent> sums = new ArrayList<>();
    lock.lock();
    try {
      open.entrySet()
          .removeIf(entry -> {
            Burst burst = entry.getValue();
            boolean over = !burst.over.isAfter(now);
            if (over && burst.more > 0) {
              sums.add(sum(entry.getKey(), burst));
            }
            return over;
          });
    } finally {
      lock.unlock();
    }
    return sums;
  }

  private long apart(AuditAction action) {
    return open.keySet().stream().filter(kind -> kind.action() == action).count();
  }

  private static AuditEvent sum(Kind kind, Burst burst) {
    AuditEvent last = burst.last;
    boolean others = kind.actor().equals(MANY);
    Map<String, String> detail = new TreeMap<>(others ? Map.of() : last.detail());
    detail.put("repeated", String.valueOf(burst.more));
    return new AuditEvent(
        last.at(),
        last.action(),
        last.outcome(),
        kind.actor(),
        kind.address(),
        last.requestId(),
        others ? "" : last.subject(),
        detail);
  }
}
