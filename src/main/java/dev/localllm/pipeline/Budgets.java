package dev.localllm.pipeline;

import dev.localllm.limits.Limiter;
import dev.localllm.store.IncompatibleSchema;
import dev.localllm.store.StoreUnavailable;
import dev.localllm.usage.UsageReports;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jdbi.v3.core.JdbiException;

/**
 * Tells the limiter again and again what the ledger says was spent this month, so that a budget
 * outlives a restart and a cache that forgets.
 */
final class Budgets {
  private static final Logger LOG = System.getLogger(Budgets.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final UsageReports reports;
  private final Limiter limiter;
  private final InstantSource clock;

  Budgets(UsageReports reports, Limiter limiter, InstantSource clock) {
    this.reports = reports;
    this.limiter = limiter;
    this.clock = clock;
  }

  /** Tells it once; tells how long that will do. */
  Duration step() {
    once();
    return PAUSE;
  }

  private void once() {
    YearMonth month = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    try {
      reports.spentThisMonth().forEach((id, spent) -> limiter.ledgerSays(id, month, spent));
    } catch (StoreUnavailable | IncompatibleSchema | JdbiException e) {
      LOG.log(Level.DEBUG, "what was spent this month cannot be read now", e);
    }
  }
}
