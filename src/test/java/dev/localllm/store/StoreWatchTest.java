package dev.localllm.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** OPS-1: how the database is, told without asking it. */
class StoreWatchTest {
  private final List<IncompatibleSchema> misfits = new ArrayList<>();

  @Test
  void theEmbeddedOneIsFineAndLeftAloneUntilItIsUsed() {
    try (Database database = new Database(Stores.H2.storage(true))) {
      StoreWatch watch = watch(database);
      watch.look();
      assertThat(watch.databaseUp()).isTrue();
      assertThat(database.isOpen()).isFalse();
      database.jdbi();
      watch.look();
      assertThat(watch.databaseUp()).isTrue();
      assertThat(watch.databaseWasUp()).isTrue();
      database.close();
      watch.look();
      assertThat(watch.databaseWasUp()).isTrue();
    }
  }

  @Test
  void theOtherIsAwayUntilItAnswers() {
    try (Database database = new Database(Stores.POSTGRESQL.storage(true))) {
      StoreWatch watch = watch(database);
      assertThat(watch.databaseUp()).isFalse();
      watch.look();
      assertThat(watch.databaseUp()).isTrue();
    }
  }

  @Test
  void anOutageIsSeen() {
    Storage nowhere =
        new Storage(
            new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/x", "u", null),
            1,
            Duration.ofMillis(300),
            true,
            null,
            Path.of("target"));
    try (Database database = new Database(nowhere)) {
      StoreWatch watch = watch(database);
      watch.look();
      assertThat(watch.databaseUp()).isFalse();
      assertThat(watch.databaseWasUp()).isFalse();
    }
  }

  @Test
  void aSchemaThatDoesNotFitEndsTheProcess() {
    try (Database database = new Database(Stores.POSTGRESQL.storage(false))) {
      watch(database).look();
      assertThat(misfits).singleElement().asString().contains("ROLE=migrate");
    }
  }

  private StoreWatch watch(Database database) {
    return new StoreWatch(
        database, new Cache(Stores.H2.storage(true)), Duration.ofSeconds(1), misfits::add);
  }
}
