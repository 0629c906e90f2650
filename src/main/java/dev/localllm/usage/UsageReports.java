package dev.localllm.usage;

import dev.localllm.store.Database;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * Reads the ledger. What was recorded a few seconds ago may be missing. Thread-safe; every method
 * blocks, and throws {@link dev.localllm.store.StoreUnavailable} or {@link
 * org.jdbi.v3.core.JdbiException} when the database is away.
 */
public final class UsageReports {
  private final Database database;
  private final InstantSource clock;

  /** Reports on what {@code database} has. */
  public UsageReports(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Sums, in the order of their groups. */
  public List<UsageSum> sums(UsageQuery query) {
    return database.jdbi().withHandle(handle -> SumQuery.run(handle, query));
  }

  /** Single entries that have not been deleted for their age, the latest first. */
  public EntryPage entries(EntryQuery query) {
    return database.jdbi().withHandle(handle -> EntrySelect.run(handle, query));
  }

  /**
   * What each caller's requests of this calendar month (UTC) cost so far, by the caller's id;
   * without those that cost nothing, and of more than 100,000 callers only those who spent most.
   */
  public Map<String, BigDecimal> spentThisMonth() {
    LocalDate first = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).withDayOfMonth(1);
    return database.jdbi().withHandle(handle -> SumQuery.spent(handle, first));
  }
}
