package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SVC-1, SVC-2, SEC-1, SEC-5: the roles that run from a command line, as an operator has them. */
@Tag("fake")
final class CommandIT {
  private static EmbeddedPostgres postgres;

  @TempDir Path data;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void aSchemaIsMigratedAfterItWasSaidHow() throws SQLException {
    Map<String, String> settings = settings("migrated");
    Command dry = Command.run("migrate", settings, "--dry-run");
    assertThat(dry.code()).as(dry.errors()).isZero();
    assertThat(dry.lines().getFirst()).startsWith("would run V1__");
    assertThat(dry.lines().getLast()).startsWith("schema version 0, was 0;");

    Command run = Command.run("migrate", settings);
    assertThat(run.code()).as(run.errors()).isZero();
    assertThat(run.lines().getFirst()).startsWith("ran V1__");
    assertThat(run.errors()).isEmpty();

    Command again = Command.run("migrate", settings);
    assertThat(again.code()).isZero();
    assertThat(again.lines().getFirst()).isEqualTo("nothing to run");
    assertThat(again.lines().getLast()).doesNotContain("version 0");
  }

  @Test
  void aChangedAuditLogIsFound() throws SQLException {
    Map<String, String> settings = settings("audited");
    assertThat(Command.run("migrate", settings).code()).isZero();
    Command sound = Command.run("audit", settings, "verify");
    assertThat(sound.code()).as(sound.errors()).isZero();
    assertThat(sound.lines().getLast()).isEqualTo("The audit log is in order.");

    execute("audited", "update audit_event set actor = 'nobody'");
    Command broken = Command.run("audit", settings, "verify", "--json");
    assertThat(broken.code()).isEqualTo(1);
    var report = Gateway.JSON.readTree(broken.out());
    assertThat(report.path("sound").asBoolean(true)).isFalse();
    assertThat(report.at("/first/position").asInt()).isEqualTo(1);
    assertThat(report.at("/first/flaw").asString()).isEqualTo("changed");
  }

  @Test
  void aKeyMadeByCommandOpensTheDoorUntilItIsRevoked() throws SQLException {
    Map<String, String> settings = settings("keys");
    assertThat(Command.run("migrate", settings).code()).isZero();
    Command made =
        Command.run("keys", settings, "create", "--name", "ci", "--owner", "Zoe", "--json");
    assertThat(made.code()).as(made.errors()).isZero();
    String secret = Gateway.JSON.readTree(made.out()).path("secret").asString();
    Map<String, String> api = new HashMap<>(settings);
    api.put("AUTH_MODE", "keys");
    api.put("ROLE", "api");
    try (GatewayProcess process = GatewayProcess.start(api)) {
      Gateway gateway = new Gateway(process.url());
      assertThat(gateway.get("/v1/models").status()).isEqualTo(401);
      assertThat(becomes(gateway, secret, 200)).isTrue();
      assertThat(Command.run("keys", settings, "revoke", "ci").code()).isZero();
      assertThat(becomes(gateway, secret, 401)).isTrue();
    }
    Command list = Command.run("keys", settings, "list");
    assertThat(list.lines()).hasSize(2);
    assertThat(list.lines().getLast()).matches("ci +revoked +Zoe .*");
    assertThat(Command.run("audit", settings, "verify").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "migrate, --dryrun, 2, --dry-run",
    "audit, verfy, 2, verify",
    "audit, '', 2, Missing required subcommand",
    "keys, create, 2, --owner",
    "api, verify, 2, ROLE=api takes no arguments",
    "worker, '', 64, not in this release",
    "migrator, '', 64, 'none of api, migrate, keys, audit and warmup'",
  })
  void whatIsAskedWronglyIsRefused(String role, String argument, int code, String complaint) {
    String[] arguments = argument.isEmpty() ? new String[0] : new String[] {argument};
    Command command = Command.run(role, Map.of(), arguments);
    assertThat(command.code()).isEqualTo(code);
    assertThat(command.errors()).contains(complaint);
    assertThat(command.out()).isEmpty();
  }

  @Test
  void wrongSettingsAreAllNamedAsByTheServer() {
    Command command = Command.run("migrate", Map.of("APP_ENV", "production", "MAX_STREAMS", "x"));
    assertThat(command.code()).isEqualTo(78);
    assertThat(command.errors())
        .contains("DATABASE_URL", "REDIS_URL", "MAX_STREAMS=\"x\"")
        .doesNotContain("\tat ");
  }

  @Test
  void aDatabaseThatCannotBeReachedIsSaidInALine() {
    Command command =
        Command.run(
            "migrate",
            Map.of(
                "DATABASE_URL", "postgresql://u:top-secret@127.0.0.1:1/x",
                "STORAGE_TIMEOUT", "500ms",
                "DATA_DIR", data.toString()));
    assertThat(command.code()).isEqualTo(1);
    assertThat(command.errors().lines()).hasSize(1);
    assertThat(command.errors())
        .startsWith("the database cannot be reached")
        .doesNotContain("top-secret");
  }

  private Map<String, String> settings(String database) throws SQLException {
    execute("postgres", "create database " + database);
    return Map.of(
        "DATABASE_URL",
        "postgresql://postgres@127.0.0.1:%d/%s".formatted(postgres.getPort(), database),
        "MIGRATE_AT_START",
        "false",
        "DATA_DIR",
        data.toString());
  }

  private static void execute(String database, String sql) throws SQLException {
    try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean becomes(Gateway gateway, String secret, int status) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (gateway.get("/v1/models", "x-api-key", secret).status() != status) {
      if (System.nanoTime() > deadline) {
        return false;
      }
    }
    return true;
  }
}
