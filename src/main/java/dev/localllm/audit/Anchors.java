package dev.localllm.audit;

import dev.localllm.audit.Anchor.Head;
import dev.localllm.store.Database;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.Types;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes down once a day where all the chains stand. Belongs to one thread. */
final class Anchors {
  private static final Logger LOG = System.getLogger(Anchors.class.getName());
  private static final String DUPLICATE = "23505";

  private static final String LAST =
      """
      select position, on_date, chain, chain_position, chain_hash, previous_hash, hash
      from audit_anchor order by position desc fetch first 1 rows only
      """;

  private static final String GROWN =
      """
      select event.chain, event.position, event.hash
      from audit_event event
      join (select chain, max(position) as position from audit_event group by chain) head
        on head.chain = event.chain and head.position = event.position
      left join (select chain, max(chain_position) as position from audit_anchor group by chain) seen
        on seen.chain = event.chain
      where seen.position is null or seen.position < event.position
      order by event.chain
      """;

  private static final String INSERT =
      """
      insert into audit_anchor (position, on_date, chain, chain_position, chain_hash,
        previous_hash, hash)
      values (:position, :day, :chain, :chainPosition, :chainHash, :previousHash, :hash)
      """;

  private final Database database;
  private final InstantSource clock;
  private LocalDate done = LocalDate.MIN;

  Anchors(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Anchors the chains unless that has happened, here or elsewhere, since the last day ended. A
   * database that nobody has needed yet is left alone.
   */
  void write() {
    LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1);
    if (!done.isBefore(day) || !database.isOpen()) {
      return;
    }
    try {
      // kept with the logs, this line proves what the database must still say
      database
          .durably(handle -> write(handle, day))
          .ifPresent(last ->
              LOG.log(
                  Level.INFO,
                  "audit log anchored for {0}: position {1,number,#}, hash {2}",
                  day,
                  last.position(),
                  last.hash()));
    } catch (JdbiException e) {
      if (!isDuplicate(e)) {
        throw e;
      }
      // another replica was faster
    }
    done = day;
  }

  private static Optional<Anchor> write(Handle handle, LocalDate day) {
    Optional<Anchor> last =
        handle.createQuery(LAST).map((row, context) -> Anchor.read(row)).findOne();
    if (last.isPresent() && !last.get().day().isBefore(day)) {
      return Optional.empty();
    }
    long position = last.map(Anchor::position).orElse(0L);
    String previous = last.map(Anchor::hash).orElse(Hash.NONE);
    List<Head> heads = new ArrayList<>(List.of(Head.NONE));
    heads.addAll(
        handle
            .createQuery(GROWN)
            .map((row, context) -> new Head(row.getString(1), row.getLong(2), row.getString(3)))
            .list());
    PreparedBatch batch = handle.prepareBatch(INSERT);
    Optional<Anchor> newest = Optional.empty();
    for (Head head : heads) {
      Anchor anchor = Anchor.of(++position, day, head, previous);
      previous = anchor.hash();
      newest = Optional.of(anchor);
      bind(batch, anchor).add();
    }
    batch.execute();
    return newest;
  }

  private static PreparedBatch bind(PreparedBatch batch, Anchor anchor) {
    return batch
        .bind("position", anchor.position())
        .bindBySqlType("day", anchor.day(), Types.DATE)
        .bind("chain", anchor.chain())
        .bind("chainPosition", anchor.chainPosition())
        .bind("chainHash", anchor.chainHash())
        .bind("previousHash", anchor.previousHash())
        .bind("hash", anchor.hash());
  }

  private static boolean isDuplicate(JdbiException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && DUPLICATE.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }
}
