package dev.localllm.limits;

import dev.localllm.store.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;

/**
 * Counts with the other replicas while that works, else this replica's part of each limit alone.
 * One moment's requests notice that it does not work any more; no later one waits before {@link
 * #look} has seen that it works again.
 */
final class Fallback implements Counters {
  private static final Logger LOG = System.getLogger(Fallback.class.getName());

  /** Looks at a second each. */
  private static final int BEAT_EVERY = 5;

  private static final int RENEW_EVERY = 20;

  /** Looks before it is told that there has been no connection yet. */
  private static final int GRACE = 25;

  private final SharedCounters shared;
  private final MemoryCounters alone;
  private final InstantSource clock;
  private volatile LimitsState state;
  private int looks;
  private boolean reachedBefore;
  private boolean told;

  Fallback(SharedCounters shared, MemoryCounters alone, InstantSource clock) {
    this.shared = shared;
    this.alone = alone;
    this.clock = clock;
    state = new LimitsState(true, true, 1, clock.instant());
  }

  @Override
  public Taking begin(Demand demand) {
    return state.degraded() ? byItself(demand) : new Attempt(demand, shared.begin(demand));
  }

  private Taking byItself(Demand demand) {
    return alone.begin(demand.dividedBy(state.replicas()));
  }

  /** With the others, or else by itself. */
  private final class Attempt implements Taking {
    private final Demand demand;
    private final Taking together;

    Attempt(Demand demand, Taking together) {
      this.demand = demand;
      this.together = together;
    }

    @Override
    public boolean isKnown() {
      return together.isKnown();
    }

    @Override
    public Claim await() {
      try {
        Claim claim = together.await();
        if (demand.hasBudget()) {
          Tally tally = claim.tally();
          alone.ledgerSays(demand.caller(), Months.of(tally.atMillis()), tally.spent());
        }
        return claim;
      } catch (StoreUnavailable e) {
        lost(e);
        return byItself(demand).await();
      }
    }

    @Override
    public void abandon() {
      together.abandon();
    }
  }

  @Override
  public void ledgerSays(String caller, long month, long spent) {
    alone.ledgerSays(caller, month, spent);
    shared.ledgerSays(caller, month, spent);
  }

  @Override
  public void look() {
    alone.look();
    shared.flush();
    if (state.degraded() || looks % BEAT_EVERY == 0) {
      try {
        reached(shared.beat());
      } catch (StoreUnavailable e) {
        lost(e);
      }
    }
    if (!state.degraded() && looks % RENEW_EVERY == 0) {
      shared.renew();
    }
    looks++;
  }

  @Override
  public void leave() {
    shared.leave();
  }

  @Override
  public LimitsState state() {
    return state;
  }

  private synchronized void reached(int replicas) {
    if (!state.degraded()) {
      state = new LimitsState(true, false, replicas, state.since());
      return;
    }
    // it may have lost everything
    shared.renew();
    alone.spending(shared::ledgerSays);
    state = new LimitsState(true, false, replicas, clock.instant());
    reachedBefore = true;
    if (told) {
      told = false;
      LOG.log(Level.INFO, "limits are counted together with the other replicas again");
    }
  }

  private synchronized void lost(StoreUnavailable why) {
    if (!state.degraded()) {
      state = new LimitsState(true, true, state.replicas(), clock.instant());
    }
    if (!told && (reachedBefore || looks >= GRACE)) {
      told = true;
      LOG.log(
          Level.WARNING,
          "limits are counted by this replica alone, each divided by %d: %s"
              .formatted(state.replicas(), why.getMessage()));
    }
  }
}
