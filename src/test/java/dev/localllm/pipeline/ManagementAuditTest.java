package dev.localllm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.audit.AuditFilter;
import dev.localllm.audit.AuditLog;
import dev.localllm.audit.AuditQuery;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.chat.GatewayException;
import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SEC-5: what changes models is recorded before it is done, or is not done. */
class ManagementAuditTest {

  @Test
  void whatBeginsIsRecordedBefore(@TempDir Path folder) {
    try (Database database = Stores.H2.open()) {
      try (AuditLog log = log(database, folder)) {
        audit(log, Duration.ofSeconds(20))
            .begins(TestSettings.arrival(0), "pull", Optional.of("m"));
        audit(log, Duration.ofSeconds(20))
            .begins(TestSettings.arrival(0), "blob_look", Optional.of("d"));
      }
      assertThat(new AuditQuery(database).page(AuditFilter.ALL, null, 10).rows())
          .singleElement()
          .satisfies(row -> {
            assertThat(row.action()).isEqualTo("model.pulled");
            assertThat(row.outcome()).isEqualTo("begun");
            assertThat(row.subject()).isEqualTo("m");
          });
    }
  }

  @Test
  void whatCannotBeRecordedIsRefused(@TempDir Path folder) {
    try (Database database = Stores.H2.open()) {
      AuditLog log = log(database, folder);
      log.close();
      assertThatThrownBy(() ->
              audit(log, Duration.ofMillis(50))
                  .begins(TestSettings.arrival(0), "delete", Optional.of("m")))
          .isInstanceOf(GatewayException.class)
          .hasMessageContaining("could not be recorded");
    }
  }

  private static AuditLog log(Database database, Path folder) {
    return AuditLog.start(
        database, folder, InstantSource.system(), BackgroundTasks.withoutContainer());
  }

  private static ManagementAudit audit(AuditLog log, Duration patience) {
    return new ManagementAudit(log, InstantSource.system(), patience);
  }
}
