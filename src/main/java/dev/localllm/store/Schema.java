package dev.localllm.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Whether a schema and a release fit together.
 *
 * @param version number of the newest migration that the database has had; 0 for none
 * @param oldestReader number of the newest migration that a release must know to understand it
 */
public record Schema(int version, int oldestReader) {

  /** The oldest schema that this release can work with. */
  public static final int MIN = 2;

  /** The newest schema that this release knows, which is its newest migration. */
  public static final int KNOWN = 2;

  private static final String VERSION =
      """
      select coalesce(max(cast("version" as integer)), 0)
      from "flyway_schema_history" where "success" and "version" is not null
      """;

  /** Reads it. */
  public static Schema of(Jdbi jdbi) {
    return jdbi.withHandle(handle -> {
      if (!exists(handle, "flyway_schema_history") || !exists(handle, "schema_reader")) {
        return new Schema(0, 0);
      }
      int version = handle.createQuery(VERSION).mapTo(Integer.class).one();
      int reader =
          handle.createQuery("select oldest from schema_reader").mapTo(Integer.class).one();
      return new Schema(version, reader);
    });
  }

  /** Why this release cannot work with it, in words for the operator; empty when it can. */
  public Optional<String> complaint() {
    if (version < MIN) {
      return Optional.of(
          "the database's schema is version %d, this release needs %d or later; run it with ROLE=migrate"
              .formatted(version, MIN));
    }
    return tooNew();
  }

  /** Throws {@link IncompatibleSchema} when this release cannot work with it. */
  void demandFit() {
    complaint()
        .ifPresent(complaint -> {
          throw new IncompatibleSchema(complaint);
        });
  }

  /** Why no migration can make this release work with it; empty when there is no such reason. */
  public Optional<String> tooNew() {
    if (oldestReader > KNOWN) {
      return Optional.of(
          "the database's schema is version %d, which needs a release that knows version %d; this one knows %d"
              .formatted(version, oldestReader, KNOWN));
    }
    return Optional.empty();
  }

  private static boolean exists(Handle handle, String table) {
    return handle
            .createQuery(
                "select count(*) from information_schema.tables where lower(table_name) = :table")
            .bind("table", table)
            .mapTo(Integer.class)
            .one()
        > 0;
  }
}
