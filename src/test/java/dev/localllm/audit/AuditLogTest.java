package dev.localllm.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.background.BackgroundTask;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.Storage;
import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEC-5: what is recorded arrives once, whatever happens to the database or to the process. */
class AuditLogTest {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void whatIsRecordedIsInTheDatabaseAndChained(Stores store) throws IOException {
    try (Database database = store.open()) {
      try (AuditLog log = log(database, "a")) {
        for (int i = 100; i < 400; i++) {
          log.record(Events.created("k" + i));
        }
      }
      assertThat(Events.subjects(database))
          .isEqualTo(IntStream.range(100, 400).mapToObj(i -> "k" + i).toList());
      assertSound(database, 300);
      assertThat(files()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDatabaseThatIsAwayGetsEverythingWhenItIsBack(Stores store) throws IOException {
    try (Database database = store.open();
        AuditLog log = log(database, "a")) {
      assertThat(log.recordNow(Events.created("k1"), PATIENCE)).isTrue();
      await(() -> Events.subjects(database).size() == 1);
      execute(database, "alter table audit_event rename to gone");
      for (int i = 2; i <= 9; i++) {
        assertThat(log.recordNow(Events.created("k" + i), PATIENCE)).isTrue();
      }
      assertThat(Files.size(files().getFirst())).isPositive();
      execute(database, "alter table gone rename to audit_event");
      await(() -> Events.subjects(database).size() == 9);
      assertSound(database, 9);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAProcessLeftBehindIsTakenOverByTheNext(Stores store) throws IOException {
    Storage nowhere =
        new Storage(
            new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/x", "u", null),
            1,
            Duration.ofMillis(300),
            true,
            null,
            folder);
    try (Database away = new Database(nowhere);
        AuditLog log = log(away, "a")) {
      log.record(Events.created("k1"));
      log.record(Events.created("k2"));
    }
    assertThat(files()).hasSize(1);
    try (Database database = store.open()) {
      try (AuditLog log = log(database, "b")) {
        log.record(Events.created("k3"));
        await(() -> Events.subjects(database).size() == 3);
      }
      assertThat(Events.subjects(database)).containsExactly("k1", "k2", "k3");
      assertThat(new AuditVerifier(database).verify().chains()).isEqualTo(2);
      assertSound(database, 3);
      assertThat(files()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasCommittedBeforeTheEndIsNotTakenTwice(Stores store) throws IOException {
    try (Database database = store.open()) {
      List<AuditRow> rows = Events.add(database, "a", 5);
      // the process ended when five of eight were in the database, and in the middle of a line
      List<AuditRow> all =
          new Chain("a")
              .link(IntStream.rangeClosed(1, 8).mapToObj(i -> Events.created("k" + i)).toList());
      assertThat(all.subList(0, 5)).isEqualTo(rows);
      Path path = folder.resolve("a.journal");
      try (Journal journal = Journal.create(path)) {
        journal.append(all);
      }
      Files.writeString(path, Files.readString(path) + "{\"chain\":\"a\",\"pos");
      try (AuditLog log = log(database, "b")) {
        await(() -> Events.subjects(database).size() == 8);
      }
      assertSound(database, 8);
      assertThat(files()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aForeignRowInOurPlaceDisplacesNoEvent(Stores store) {
    try (Database database = store.open();
        AuditLog log = log(database, "a")) {
      Events.add(database, "a", 1);
      assertThat(log.recordNow(Events.created("ours"), PATIENCE)).isTrue();
      await(() -> Events.subjects(database).size() == 2);
      AuditRow told =
          new AuditQuery(database)
              .page(
                  new AuditFilter(
                      Events.NOON, Events.NOON.plusSeconds(9), "event.displaced", "", ""),
                  null,
                  9)
              .rows()
              .getFirst();
      assertThat(told.detail()).contains("\"subject\":\"ours\"", "\"position\":\"1\"");
      assertThat(new AuditVerifier(database).verify().first())
          .isEqualTo(new BrokenLink("a", 2, BrokenLink.Flaw.WRONG_PREVIOUS));
    }
  }

  @ParameterizedTest
  @EnumSource
  void burstsEndAsOneEvent(Stores store) {
    try (Database database = store.open()) {
      try (AuditLog log = log(database, "a")) {
        for (int i = 0; i < 50_000; i++) {
          log.record(Events.denied("anonymous", "10.0.0.1", Events.NOON));
        }
      }
      assertThat(new AuditQuery(database).page(AuditFilter.ALL, null, 9).rows())
          .extracting(AuditRow::detail)
          .containsExactlyInAnyOrder("{}", "{\"repeated\":\"49999\"}");
      assertSound(database, 2);
    }
  }

  @Test
  void itsTasksGoOnAfterAnError() {
    var calls = new AtomicInteger();
    InstantSource failing =
        () -> {
          if (Thread.currentThread().getName().startsWith("audit") && calls.getAndIncrement() < 4) {
            throw new StackOverflowError();
          }
          return Events.NOON;
        };
    try (Database database = Stores.H2.open();
        BackgroundTasks tasks = BackgroundTasks.withoutContainer()) {
      try (AuditLog log = new AuditLog(database, folder, "a", failing, PAUSE, tasks)) {
        await(() -> calls.get() > 4);
        assertThat(log.recordNow(Events.created("ours"), PATIENCE)).isTrue();
        await(() -> Events.subjects(database).size() == 1);
        assertThat(tasks.all())
            .extracting(BackgroundTask::name)
            .containsExactly("audit-delivery", "audit-journal");
        assertThat(tasks.all())
            .extracting(task -> task.state().failures())
            .anyMatch(failures -> failures > 0);
      }
      assertSound(database, 1);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsRefusedAtOnce() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (Database database = Stores.H2.open()) {
      assertThatThrownBy(() ->
              AuditLog.start(
                  database, file, InstantSource.system(), BackgroundTasks.withoutContainer()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("the audit log cannot be written to " + file);
    }
  }

  private AuditLog log(Database database, String chain) {
    return new AuditLog(
        database,
        folder,
        chain,
        InstantSource.fixed(Events.NOON),
        PAUSE,
        BackgroundTasks.withoutContainer());
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void assertSound(Database database, long events) {
    AuditReport report = new AuditVerifier(database).verify();
    assertThat(report.first()).isNull();
    assertThat(report.events()).isEqualTo(events);
  }

  private static void execute(Database database, String sql) {
    database.jdbi().useHandle(handle -> handle.execute(sql));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it did not happen").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
