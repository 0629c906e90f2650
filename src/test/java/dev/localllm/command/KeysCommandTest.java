package dev.localllm.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.audit.AuditFilter;
import dev.localllm.audit.AuditQuery;
import dev.localllm.audit.AuditRow;
import dev.localllm.audit.AuditVerifier;
import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SEC-1: keys are made, listed, rotated and revoked by commands, and each change is recorded. */
class KeysCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aKeyFromItsBeginningToItsEnd(Stores store) {
    Session session = migrated(store);
    assertThat(session.run("keys", "create", "--name", "ci", "--owner", "Zoe")).isZero();
    assertThat(session.out()).containsPattern("secret  llm_[a-z2-7]{32}\\R").contains("(key_");

    assertThat(session.run("keys", "create", "--name", "ci", "--owner", "Zoe")).isEqualTo(1);
    assertThat(session.errors().strip()).isEqualTo("there is a key named ci already");

    assertThat(session.run("keys", "rotate", "ci", "--overlap", "2h", "--json")).isZero();
    JsonNode rotated = json(session);
    assertThat(rotated.path("secret").asString()).matches("llm_[a-z2-7]{32}");
    assertThat(rotated.path("version").asInt()).isEqualTo(2);

    assertThat(session.run("keys", "revoke", rotated.path("id").asString())).isZero();
    assertThat(session.out()).startsWith("revoked ci (key_");
    assertThat(session.run("keys", "revoke", "ci")).isEqualTo(1);
    assertThat(session.errors()).contains("the key has been revoked, which is for good");
    assertThat(session.run("keys", "rotate", "nobody")).isEqualTo(1);
    assertThat(session.errors()).contains("there is no such key");

    assertThat(session.run("keys", "list")).isZero();
    assertThat(session.out().lines())
        .containsExactly(
            "NAME  STATE    OWNER  TEAM  SCOPES                 MODELS  EXPIRES",
            "ci    revoked  Zoe          inference,models:read  *       never");
    assertThat(actions(session))
        .containsExactlyInAnyOrder("migration.run", "key.created", "key.rotated", "key.revoked");
  }

  @ParameterizedTest
  @EnumSource
  void aKeyWithEverythingThatOneCanHave(Stores store) {
    Session session = migrated(store);
    assertThat(
            session.run(
                "keys",
                "create",
                "--name=batch",
                "--owner=Zoe",
                "--team=Data",
                "--scopes=inference,admin",
                "--models=llama*,qwen3:8b",
                "--rpm=60",
                "--tpm=0",
                "--concurrency=4",
                "--budget=12.50",
                "--soft",
                "--expires=90d",
                "--json"))
        .as(session.errors())
        .isZero();
    JsonNode key = json(session);
    assertThat(key.path("team").asString()).isEqualTo("Data");
    assertThat(key.path("scopes").toString()).isEqualTo("[\"admin\",\"inference\"]");
    assertThat(key.path("models").toString()).isEqualTo("[\"llama*\",\"qwen3:8b\"]");
    assertThat(key.path("requests_per_minute").asInt()).isEqualTo(60);
    assertThat(key.path("tokens_per_minute").asInt(-1)).isZero();
    assertThat(key.path("concurrency").asInt()).isEqualTo(4);
    assertThat(key.path("monthly_budget").asDecimal()).isEqualByComparingTo("12.5");
    assertThat(key.path("budget_is_hard").asBoolean(true)).isFalse();
    assertThat(key.path("expires_at").asString()).isEqualTo("2027-02-19T12:00:00Z");
    assertThat(key.path("created_by").asString()).isEqualTo("user:tester");

    assertThat(session.run("keys", "create", "--name=b", "--owner=Z", "--expires=2026-01-31"))
        .isZero();
    assertThat(session.run("keys", "list", "--json")).isZero();
    assertThat(json(session)).hasSize(2);
    assertThat(session.out()).doesNotContain("secret").contains("2026-01-31T00:00:00Z");
    assertThat(session.run("keys", "list")).isZero();
    assertThat(session.out()).containsPattern("b +expired").containsPattern("batch +active");
  }

  @Test
  void rightsThatAreNotSoundAreRefused() {
    Session session = migrated(Stores.H2);
    assertThat(session.run("keys", "create", "--name", "b\u00e4d", "--owner", "Zoe")).isEqualTo(2);
    assertThat(session.errors()).contains("name must be 1 to 100 letters");
    assertThat(session.run("keys", "create", "--name", "a", "--owner", "b", "--rpm", "-1"))
        .isEqualTo(2);
    assertThat(session.run("keys", "rotate", "a", "--overlap", "91d")).isEqualTo(2);
    assertThat(actions(session)).containsExactly("migration.run");
  }

  @Test
  void withoutAPepperNoKeyIsMade() {
    Session session = new Session(Stores.H2.storage(true), List.of());
    assertThat(session.run("keys", "create", "--name", "a", "--owner", "b")).isEqualTo(2);
    assertThat(session.errors()).contains("KEY_PEPPERS must be given");
  }

  @Test
  void aTerminalIsToldNothingButText() {
    Session session = migrated(Stores.H2);
    assertThat(session.run("keys", "create", "--name", "k", "--owner", "a\u202eb")).isZero();
    assertThat(session.run("keys", "list")).isZero();
    assertThat(session.out()).contains("a?b").doesNotContain("\u202e");
  }

  private Session migrated(Stores store) {
    Session session = new Session(store, folder);
    assertThat(session.run("migrate")).isZero();
    return session;
  }

  private static List<String> actions(Session session) {
    try (Database database = new Database(session.setup().storage())) {
      assertThat(new AuditVerifier(database).verify().isSound()).isTrue();
      return new AuditQuery(database)
          .page(AuditFilter.ALL, null, 100).rows().stream().map(AuditRow::action).toList();
    }
  }

  private static JsonNode json(Session session) {
    return JsonMapper.shared().readTree(session.out());
  }
}
