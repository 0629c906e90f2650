package dev.localllm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.Storage;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SVC-2: a schema that fits, or a clear refusal. */
class DatabaseTest {

  @ParameterizedTest
  @EnumSource
  void migratesByItselfWhereItMay(Stores store) {
    try (Database database = store.open()) {
      assertThat(database.answers()).isTrue();
      assertThat(database.schema()).isEqualTo(new Schema(Schema.KNOWN, 1));
      assertThat(database.migrations().pending()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void startsNoMigrationWhereNoneIsMissing(Stores store) {
    Storage storage = store.storage(true);
    try (Database first = new Database(storage)) {
      // which a migration would not put up with
      first
          .jdbi()
          .useHandle(
              handle -> handle.execute("update \"flyway_schema_history\" set \"checksum\" = 1"));
      try (Database second = new Database(storage)) {
        assertThat(second.answers()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesASchemaThatIsTooOld(Stores store) {
    try (Database database = new Database(store.storage(false))) {
      assertThatThrownBy(database::jdbi)
          .isInstanceOf(IncompatibleSchema.class)
          .hasMessage(
              "the database's schema is version 0, this release needs 2 or later; run it with"
                  + " ROLE=migrate");
      assertThat(database.migrations().pending())
          .containsExactly("V1__keys_ledger_audit.sql", "V2__audit_head.sql");
      assertThat(database.migrations().run())
          .containsExactly("V1__keys_ledger_audit.sql", "V2__audit_head.sql");
      assertThat(database.answers()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNewerSchemaIsFineUnlessItSaysOtherwise(Stores store) {
    Storage storage = store.storage(true);
    try (Database newer = new Database(storage)) {
      newer
          .jdbi()
          .useHandle(handle -> {
            handle.execute(
                """
                insert into "flyway_schema_history"
                  ("installed_rank", "version", "description", "type", "script", "checksum",
                   "installed_by", "installed_on", "execution_time", "success")
                values (99, '3', 'later', 'SQL', 'V3__later.sql', 1, 'test', current_timestamp, 1, true)
                """);
          });
      try (Database older = new Database(storage)) {
        assertThat(older.answers()).isTrue();
      }
      newer.jdbi().useHandle(handle -> handle.execute("update schema_reader set oldest = 3"));
      try (Database older = new Database(storage)) {
        assertThatThrownBy(older::jdbi)
            .isInstanceOf(IncompatibleSchema.class)
            .hasMessageContaining("needs a release that knows version 3; this one knows 2");
      }
    }
  }

  @Test
  void saysThatItCannotBeReached() {
    Storage nowhere =
        new Storage(
            new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/x", "u", null),
            1,
            Duration.ofMillis(300),
            true,
            null,
            Path.of("target"));
    try (Database database = new Database(nowhere)) {
      assertThatThrownBy(database::jdbi)
          .isInstanceOf(StoreUnavailable.class)
          .hasMessage("the database cannot be reached");
      assertThat(database.answers()).isFalse();
    }
  }

  @Test
  void whatIsInARowIsNotInItsRefusal() {
    String row = "insert into api_key_clock (id, revision) values (:id, :revision)";
    try (Database database = Stores.POSTGRESQL.open()) {
      assertThatThrownBy(() ->
              database
                  .jdbi()
                  .useHandle(handle ->
                      handle
                          .prepareBatch(row)
                          .bind("id", 1)
                          .bind("revision", 987_654_321)
                          .add()
                          .bind("id", 192_837_465)
                          .bind("revision", 987_654_321)
                          .add()
                          .execute()))
          .hasRootCauseInstanceOf(SQLException.class)
          .hasStackTraceContaining("duplicate key")
          .satisfies(refusal ->
              assertThat(Throwables.getStackTrace(refusal))
                  .doesNotContain("987654321", "192837465", "(id)=(1)"));
    }
  }
}
