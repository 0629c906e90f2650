package dev.localllm.usage;

import dev.localllm.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.statement.Update;

/** Table {@code usage_entry}, and the sums that go with it. */
final class EntryTable {

  private static final String KNOWN = "select id from usage_entry where id in (<ids>)";

  /**
   * Where a batch of the oldest ones ends. H2 needs minutes to delete by such a subquery itself.
   */
  private static final String BATCH_END =
      """
      select ended_at from usage_entry where ended_at < :before
      order by ended_at, id offset :batch rows fetch next 1 row only
      """;

  private static final String DELETE = "delete from usage_entry where ended_at < :before";

  private EntryTable() {}

  /**
   * Stores entries and adds them to the sums of their days, all or nothing; passes over those that
   * are there already. What this returns of is kept, whatever happens. A {@link Refusal#CONFLICT}
   * when another process adds one of them, or begins the same sum, at the same time.
   *
   * @return how many were new
   */
  static int add(Database database, List<UsageEntry> entries) {
    return database.durably(handle -> {
      Set<String> known = known(handle, entries);
      return insert(handle, entries.stream().filter(entry -> known.add(entry.id())).toList());
    });
  }

  /**
   * The same for less, but a {@link Refusal#CONFLICT} when one of them is there already.
   *
   * @return how many they are
   */
  static int addFresh(Database database, List<UsageEntry> entries) {
    return database.durably(handle -> insert(handle, entries));
  }

  /**
   * Deletes about {@code batch} of the oldest entries that ended before {@code before}; their days'
   * sums stay.
   *
   * @return whether there are more
   */
  static boolean delete(Jdbi jdbi, Instant before, int batch) {
    return jdbi.inTransaction(handle -> {
      OffsetDateTime last = before.atOffset(ZoneOffset.UTC);
      Optional<OffsetDateTime> end;
      try (Query query = handle.createQuery(BATCH_END)) {
        end = query.bind("before", last).bind("batch", batch).mapTo(OffsetDateTime.class).findOne();
      }
      try (Update update = handle.createUpdate(DELETE)) {
        // entries of the same millisecond go together
        update.bind("before", end.map(time -> time.plus(Duration.ofMillis(1))).orElse(last));
        update.execute();
      }
      return end.isPresent();
    });
  }

  private static Set<String> known(Handle handle, List<UsageEntry> entries) {
    try (Query query = handle.createQuery(KNOWN)) {
      return query
          .bindList("ids", entries.stream().map(UsageEntry::id).toList())
          .mapTo(String.class)
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  private static int insert(Handle handle, List<UsageEntry> entries) {
    Connection connection = handle.getConnection();
    try {
      if (CopyInsert.fits(connection)) {
        CopyInsert.insert(connection, entries);
      } else {
        BatchInsert.insert(connection, entries);
      }
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
    DayTable.add(handle, entries);
    return entries.size();
  }
}
