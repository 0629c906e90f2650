package dev.localllm.usage;

import static dev.localllm.usage.Bookkeeping.rows;
import static dev.localllm.usage.Bookkeeping.summed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.background.BackgroundTask;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.fake.Cable;
import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.Storage;
import dev.localllm.settings.UsageKeeping;
import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SVC-3: the whole ledger with its threads. */
class LedgerTest {

  @TempDir Path data;

  @ParameterizedTest
  @EnumSource
  void whatIsRecordedArrives(Stores store) {
    try (Database database = store.open();
        Ledger ledger = ledger(database, data, Duration.ofMillis(100))) {
      ledger.start();
      Entries.some(0, 100, Instant.now()).forEach(ledger::record);
      await(() -> rows(database) == 100);
      Entries.some(100, 100, Instant.now()).forEach(ledger::record);
      await(() -> rows(database) == 200);
      await(() -> ledger.state().waitingSegments() == 0);
      LedgerState state = ledger.state();
      assertThat(state.written()).isEqualTo(200);
      assertThat(state.buffered() + state.lost() + state.rejected() + state.journalBytes())
          .isZero();
      assertThat(state.databaseAwaySince()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOrderlyEndLeavesNothingBehind(Stores store) {
    try (Database database = store.open()) {
      Ledger ledger = ledger(database, data, Duration.ofSeconds(10));
      ledger.start();
      await(() -> ledger.state().journalAwaySince().isEmpty());
      Entries.some(0, 3000, Instant.now()).forEach(ledger::record);
      ledger.close();
      ledger.close();
      assertThat(rows(database)).isEqualTo(3000);
      ledger.record(Entries.entry("late", Instant.now()));
      assertThat(ledger.state().lost()).isEqualTo(1);
      assertThat(threadsOf("ledger-writer")).isEmpty();
    }
  }

  @Test
  void anEndWithoutADatabaseLeavesItInTheJournal() {
    Storage nowhere = at(new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/x", "u", null));
    try (Database away = new Database(nowhere)) {
      Ledger ledger = ledger(away, data, Duration.ofMillis(100));
      ledger.start();
      Entries.some(0, 300, Instant.now()).forEach(ledger::record);
      await(() -> ledger.state().databaseAwaySince().isPresent());
      Entries.some(300, 300, Instant.now()).forEach(ledger::record);
      ledger.close();
      assertThat(ledger.state().waitingSegments()).isPositive();
    }
    try (Database database = Stores.H2.open();
        Ledger ledger = ledger(database, data, Duration.ofMillis(100))) {
      ledger.start();
      await(() -> rows(database) == 600);
    }
  }

  @Test
  void anEndWithoutAnyEntryTouchesNoDatabase() {
    Storage storage = at(new DatabaseAddress("jdbc:h2:mem:untouched", "sa", null));
    Database closed = new Database(storage);
    closed.close();
    Ledger ledger = ledger(closed, data, Duration.ofMillis(100));
    ledger.start();
    await(() -> data.resolve("ledger/0/lock").toFile().exists());
    ledger.close();
    assertThat(ledger.state().databaseAwaySince()).isEmpty();
  }

  @Test
  void anOutageLosesNothingAndDelaysNobody() throws Exception {
    Storage direct = Stores.POSTGRESQL.storage(true);
    URI server = URI.create(direct.database().jdbcUrl().substring("jdbc:".length()));
    try (var cable = Cable.to(server.getPort());
        Database through = new Database(at(detour(direct, server, cable.port())));
        Database database = new Database(direct);
        Ledger ledger = ledger(through, data, Duration.ofMillis(200))) {
      database.jdbi();
      ledger.start();
      int count = 0;
      long slowest = 0;
      for (int tick = 0; tick < 600; tick++) {
        if (tick == 100) {
          cable.cut();
        } else if (tick == 450) {
          assertThat(ledger.state().databaseAwaySince()).isPresent();
          cable.mend();
        }
        UsageEntry entry = Entries.entry("%08d".formatted(count++), Instant.now());
        long start = System.nanoTime();
        ledger.record(entry);
        slowest = Math.max(slowest, System.nanoTime() - start);
        Thread.sleep(10);
      }
      await(() -> rows(database) == 600);
      assertThat(summed(database)).isEqualTo(600);
      assertThat(ledger.state().lost()).isZero();
      await(() -> ledger.state().databaseAwaySince().isEmpty());
      assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void itsTasksGoOnAfterAnError() {
    var calls = new AtomicInteger();
    InstantSource failing =
        () -> {
          if (Thread.currentThread().getName().startsWith("ledger")
              && calls.getAndIncrement() < 4) {
            throw new OutOfMemoryError("Java heap space");
          }
          return Instant.now();
        };
    try (Database database = Stores.H2.open();
        BackgroundTasks tasks = BackgroundTasks.withoutContainer();
        Ledger ledger =
            new Ledger(
                database,
                data,
                new UsageKeeping(true, Duration.ofMillis(100), 400, 512 << 20, List.of()),
                tasks,
                failing,
                () -> 1)) {
      ledger.start();
      await(() -> calls.get() > 4);
      Entries.some(0, 100, Instant.now()).forEach(ledger::record);
      await(() -> rows(database) == 100);
      assertThat(tasks.all())
          .extracting(BackgroundTask::name)
          .containsExactly("ledger-shipper", "ledger-writer");
      assertThat(tasks.all().getFirst().state().failures()).isPositive();
    }
  }

  @Test
  void idsAreUniqueAndInOrder() {
    var clock = new TestClock("2026-11-21T12:00:00Z");
    var keeping = new UsageKeeping(true, Duration.ofSeconds(1), 400, 1 << 20, List.of());
    Database database = new Database(at(new DatabaseAddress("jdbc:h2:mem:", null, null)));
    var ledger =
        new Ledger(database, data, keeping, BackgroundTasks.withoutContainer(), clock, () -> -1);
    String first = ledger.nextId();
    clock.pass(Duration.ofMillis(1));
    assertThat(first).isEqualTo("01a1fdfa4600ffffffffffffffff").isLessThan(ledger.nextId());
  }

  static Ledger ledger(Database database, Path data, Duration flush) {
    return new Ledger(
        database,
        data,
        new UsageKeeping(true, flush, 400, 512 << 20, List.of()),
        BackgroundTasks.withoutContainer(),
        InstantSource.system(),
        () -> ThreadLocalRandom.current().nextLong());
  }

  static void await(BooleanSupplier condition) {
    Instant end = Instant.now().plusSeconds(60);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("waited for too long").isBefore(end);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static List<Thread> threadsOf(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .toList();
  }

  private static DatabaseAddress detour(Storage storage, URI server, int port) {
    String url = storage.database().jdbcUrl();
    return new DatabaseAddress(
        url.replace(server.getAuthority(), "127.0.0.1:" + port),
        storage.database().user(),
        storage.database().password());
  }

  private Storage at(DatabaseAddress address) {
    return new Storage(address, 2, Duration.ofSeconds(1), true, null, data);
  }
}
