package dev.localllm.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.audit.AuditFilter;
import dev.localllm.audit.AuditQuery;
import dev.localllm.audit.AuditRow;
import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.Storage;
import dev.localllm.store.Database;
import dev.localllm.store.Schema;
import dev.localllm.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SVC-2: migrations are run by a command, which can say beforehand what it would do. */
class MigrateCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void saysWhatItWouldRunThenRunsItThenHasNothingToDo(Stores store) {
    Session session = new Session(store, folder);
    assertThat(session.run("migrate", "--dry-run")).isZero();
    assertThat(session.out().lines())
        .containsExactly(
            "would run V1__keys_ledger_audit.sql",
            "would run V2__audit_head.sql",
            "schema version 0, was 0; this release knows 2");
    assertThat(folder).isEmptyDirectory();

    assertThat(session.run("migrate")).as(session.errors()).isZero();
    assertThat(session.out().lines())
        .containsExactly(
            "ran V1__keys_ledger_audit.sql",
            "ran V2__audit_head.sql",
            "schema version 2, was 0; this release knows 2");
    assertThat(session.run("migrate")).isZero();
    assertThat(session.out().lines())
        .containsExactly("nothing to run", "schema version 2, was 2; this release knows 2");

    try (Database database = new Database(session.setup().storage())) {
      List<AuditRow> events = new AuditQuery(database).page(AuditFilter.ALL, null, 9).rows();
      assertThat(events)
          .singleElement()
          .satisfies(event -> {
            assertThat(event.action()).isEqualTo("migration.run");
            assertThat(event.actor()).isEqualTo("user:tester");
            assertThat(event.subject()).isEqualTo("schema 2");
            assertThat(event.detail())
                .isEqualTo(
                    "{\"actor_id\":\"user:tester\",\"actor_kind\":\"user\",\"before\":\"0\",\"scripts\":\"V1__keys_ledger_audit.sql,"
                        + " V2__audit_head.sql\"}");
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneOfSeveralMigratorsRunsAndTheOthersWait(Stores store) throws Exception {
    Storage storage = store.storage(false);
    Callable<List<String>> migrator =
        () -> {
          try (Database database = new Database(storage)) {
            return database.migrations().run();
          }
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> ran =
          threads.invokeAll(List.of(migrator, migrator, migrator, migrator));
      int scripts = 0;
      for (Future<List<String>> each : ran) {
        scripts += each.get().size();
      }
      assertThat(scripts).as("each script once").isEqualTo(Schema.KNOWN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSchemaThatIsTooNewIsAFailure(Stores store) {
    Session session = new Session(store, folder);
    assertThat(session.run("migrate")).isZero();
    try (Database database = new Database(session.setup().storage())) {
      database.jdbi().useHandle(handle -> handle.execute("update schema_reader set oldest = 3"));
    }
    assertThat(session.run("migrate")).isEqualTo(1);
    assertThat(session.errors()).contains("needs a release that knows version 3");
    assertThat(session.run("migrate", "--dry-run")).isEqualTo(1);
    assertThat(session.errors()).contains("needs a release that knows version 3");
  }

  @Test
  void saysThatTheDatabaseCannotBeReached() {
    Storage nowhere =
        new Storage(
            new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/x", "u", null),
            1,
            Duration.ofMillis(300),
            false,
            null,
            folder);
    Session session = new Session(nowhere, List.of());
    assertThat(session.run("migrate")).isEqualTo(1);
    assertThat(session.out()).isEmpty();
    assertThat(session.errors().lines())
        .singleElement()
        .asString()
        .startsWith("the database cannot be reached: Connection to 127.0.0.1:1 refused");
  }
}
