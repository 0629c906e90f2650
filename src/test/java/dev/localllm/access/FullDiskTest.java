package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.audit.AuditFilter;
import dev.localllm.audit.AuditQuery;
import dev.localllm.audit.AuditRow;
import dev.localllm.audit.AuditVerifier;
import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.Storage;
import dev.localllm.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** SEC-5: on a full disk a key is refused, or it is there with its event. */
class FullDiskTest {
  /** In KiB; the schema takes about 150. */
  private static final int ROOM = 260;

  @Test
  @EnabledOnOs(OS.LINUX)
  void noKeyIsMadeWithoutItsEvent(@TempDir Path folder) throws Exception {
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -f " + ROOM + "; exec \"$@\"",
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Creating.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> told = process.inputReader().lines().toList();
    assertThat(process.waitFor()).isEqualTo(Creating.REFUSED);
    assertThat(told).hasSizeGreaterThan(5);
    try (Database database = new Database(storage(folder))) {
      List<ApiKey> keys = Keys.in(database, new MovableClock(), Keys.NEW).list("", 1000);
      assertThat(keys).extracting(key -> key.rights().name()).containsAll(told);
      assertThat(new AuditQuery(database).page(AuditFilter.ALL, null, 1000).rows())
          .extracting(AuditRow::subject)
          .containsExactlyInAnyOrderElementsOf(
              keys.stream().map(key -> key.id() + " " + key.version()).toList());
      assertThat(new AuditVerifier(database).verify().isSound()).isTrue();
    }
  }

  private static Storage storage(Path folder) {
    return new Storage(
        new DatabaseAddress("jdbc:h2:async:" + folder.resolve("gateway"), "sa", null),
        3,
        Duration.ofSeconds(5),
        true,
        null,
        folder);
  }

  /** Makes keys until one is refused, and tells their names. */
  static final class Creating {
    static final int REFUSED = 7;

    private Creating() {}

    public static void main(String[] arguments) {
      Database database = new Database(storage(Path.of(arguments[0])));
      ApiKeys keys = Keys.in(database, new MovableClock(), Keys.NEW);
      try {
        for (int i = 100; i < 1000; i++) {
          keys.create(Keys.named("key-" + i), "x", Keys.TOLD);
          System.out.print("key-" + i + "\n");
          System.out.flush();
        }
      } catch (RuntimeException e) {
        Runtime.getRuntime().halt(REFUSED);
      }
      Runtime.getRuntime().halt(0);
    }
  }
}
