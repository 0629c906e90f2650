package dev.localllm.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SEC-5: a command tells whether the audit log is what it was. */
class AuditVerifyCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void namesTheFirstBrokenLink(Stores store) {
    Session session = new Session(store, folder);
    assertThat(session.run("audit", "verify")).isEqualTo(1);
    assertThat(session.errors()).contains("run it with ROLE=migrate");

    assertThat(session.run("migrate")).isZero();
    assertThat(session.run("audit", "verify")).isZero();
    assertThat(session.out())
        .contains("events in order:    1", "anchored until:     2026-11-20, hash ")
        .endsWith("The audit log is in order." + System.lineSeparator());

    try (Database database = new Database(session.setup().storage())) {
      database.jdbi().useHandle(handle -> handle.execute("update audit_event set actor = 'x'"));
    }
    assertThat(session.run("audit", "verify")).isEqualTo(1);
    assertThat(session.out()).contains("BROKEN", "position 1: its content does not match its hash");

    assertThat(session.run("audit", "verify", "--json")).isEqualTo(1);
    JsonNode report = JsonMapper.shared().readTree(session.out());
    assertThat(report.path("sound").asBoolean(true)).isFalse();
    assertThat(report.path("broken").asInt()).isEqualTo(1);
    assertThat(report.path("first").path("position").asInt()).isEqualTo(1);
    assertThat(report.path("first").path("flaw").asString()).isEqualTo("changed");
    assertThat(report.path("anchored_until").asString()).isEqualTo("2026-11-20");
  }
}
