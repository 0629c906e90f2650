package dev.localllm.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localllm.access.Allowance;
import dev.localllm.access.ApiKeys;
import dev.localllm.access.Caller;
import dev.localllm.access.KeyConflict;
import dev.localllm.access.ModelPatterns;
import dev.localllm.access.Scope;
import dev.localllm.audit.AuditFilter;
import dev.localllm.audit.AuditQuery;
import dev.localllm.audit.AuditRow;
import dev.localllm.chat.GatewayException;
import dev.localllm.settings.KeyTrust;
import dev.localllm.settings.KeyTrust.Pepper;
import dev.localllm.settings.Secret;
import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** SEC-1, SEC-5: keys by the admin API. */
class KeyAdminTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Visit VISIT =
      new Visit(
          new Caller(
              "key_0",
              "root",
              "ada",
              "",
              Set.of(Scope.ADMIN),
              ModelPatterns.ALL,
              Allowance.UNLIMITED),
          "10.1.2.3",
          "req_1");

  @ParameterizedTest
  @EnumSource
  void aKeyFromItsBirthToItsEnd(Stores store) {
    try (Database database = store.open()) {
      KeyAdmin keys = keys(database);
      Reply created = keys.create(body("a", ",\"monthly_budget\":\"12.50\""), VISIT);
      String id = json(created).get("id").stringValue();
      String secret = json(created).get("secret").stringValue();
      assertThat(created.status()).isEqualTo(201);
      assertThat(created.headers())
          .isEqualTo(Map.of("ETag", "\"1\"", "Location", "/admin/v1/keys/" + id));
      assertThat(secret).startsWith("llm_");
      Reply shown = keys.show(id, List.of());
      ObjectNode withoutSecret = json(created).deepCopy();
      withoutSecret.remove("secret");
      assertThat(json(shown)).isEqualTo(withoutSecret);
      assertThat(json(shown).toString()).doesNotContain(secret);
      assertThat(json(shown).at("/secrets_end_with/0").stringValue())
          .isEqualTo(secret.substring(32));
      assertThat(json(shown).get("monthly_budget").stringValue()).isEqualTo("12.5");
      assertThat(json(shown).get("created_at").stringValue()).isEqualTo("2026-11-21T12:00:00Z");
      assertThat(json(shown).get("created_by").stringValue()).isEqualTo("key_0");

      Reply changed =
          keys.change(id, List.of("\"1\""), read("{\"requests_per_minute\":60}"), VISIT);
      assertThat(changed.headers()).containsEntry("ETag", "\"2\"");
      Reply rotated = keys.rotate("a", List.of(), read("{\"overlap\":\"24h\"}"), VISIT);
      assertThat(json(rotated).get("secret").stringValue()).startsWith("llm_").isNotEqualTo(secret);
      assertThat(json(rotated).get("secrets_end_with")).hasSize(2);
      Reply revoked = keys.revoke(id, List.of("\"3\""), VISIT);
      assertThat(json(revoked).get("revoked_at").stringValue()).isEqualTo("2026-11-21T12:00:00Z");
      assertThat(conflict(() -> keys.revoke(id, List.of(), VISIT)))
          .isEqualTo(KeyConflict.Reason.REVOKED);
      List<AuditRow> trail = trail(database);
      assertThat(trail)
          .extracting(AuditRow::action)
          .containsExactly("key.created", "key.changed", "key.rotated", "key.revoked");
      AuditRow first = trail.getFirst();
      assertThat(List.of(first.actor(), first.address(), first.requestId()))
          .containsExactly("root", "10.1.2.3", "req_1");
      assertThat(trail).extracting(AuditRow::subject).containsOnly("a");
      assertThat(trail.get(1).detail())
          .isEqualTo(
              "{\"actor_id\":\"key_0\",\"actor_kind\":\"key\",\"requests_per_minute\":\"null ->"
                  + " 60\"}");
      assertThat(trail.toString()).doesNotContain("llm_");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChangeNamesTheVersionThatItIsBasedOn(Stores store) {
    try (Database database = store.open()) {
      KeyAdmin keys = keys(database);
      String id = json(keys.create(body("a", ""), VISIT)).get("id").stringValue();
      ObjectNode patch = read("{\"team\":\"x\"}");
      assertThat(Refusals.of(() -> keys.change(id, List.of(), patch, VISIT)).status())
          .isEqualTo(428);
      assertThat(Refusals.of(() -> keys.change(id, List.of("\"2\""), patch, VISIT)).status())
          .isEqualTo(412);
      assertThat(Refusals.of(() -> keys.rotate(id, List.of("\"2\""), patch, VISIT)).status())
          .isEqualTo(412);
      assertThat(Refusals.of(() -> keys.revoke(id, List.of("\"2\""), VISIT)).status())
          .isEqualTo(412);
      assertThat(keys.change(id, List.of("*"), patch, VISIT).status()).isEqualTo(200);
      assertThat(keys.show(id, List.of("\"2\"")).status()).isEqualTo(304);
      assertThat(keys.show(id, List.of("\"1\"")).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChangeThatChangesNothingMakesNoVersion(Stores store) {
    try (Database database = store.open()) {
      KeyAdmin keys = keys(database);
      String id =
          json(keys.create(body("a", ",\"monthly_budget\":\"100.50\""), VISIT))
              .get("id")
              .stringValue();
      Reply same =
          keys.change(
              id, List.of("\"1\""), read("{\"name\":\"a\",\"monthly_budget\":\"100.500\"}"), VISIT);
      assertThat(same.headers()).containsEntry("ETag", "\"1\"");
      assertThat(trail(database)).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pagesGoOnWhereTheOneBeforeEnded(Stores store) {
    try (Database database = store.open()) {
      KeyAdmin keys = keys(database);
      for (String name : List.of("c", "a", "b")) {
        keys.create(body(name, ""), VISIT);
      }
      ObjectNode first = json(keys.list(Map.of("limit", List.of("2"))));
      assertThat(names(first)).containsExactly("a", "b");
      String next = first.get("next").stringValue();
      keys.create(body("aa", ""), VISIT);
      ObjectNode second = json(keys.list(Map.of("limit", List.of("2"), "after", List.of(next))));
      assertThat(names(second)).containsExactly("c");
      assertThat(second.get("next").isNull()).isTrue();
      assertThat(Refusals.fields(() -> keys.list(Map.of("page", List.of("2")))))
          .containsExactly("page");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoKeyIsNotFound(Stores store) {
    try (Database database = store.open()) {
      KeyAdmin keys = keys(database);
      for (String id : List.of("key_none", "", "a\u0000", "' or 1=1 --", "é", "a/b")) {
        assertThat(Refusals.of(() -> keys.show(id, List.of())).status()).as(id).isEqualTo(404);
        assertThat(Refusals.of(() -> keys.revoke(id, List.of(), VISIT)).status()).isEqualTo(404);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNameIsTakenOnce_alsoByARevokedKey(Stores store) {
    try (Database database = store.open()) {
      KeyAdmin keys = keys(database);
      keys.create(body("a", ""), VISIT);
      keys.revoke("a", List.of(), VISIT);
      assertThat(conflict(() -> keys.create(body("a", ""), VISIT)))
          .isEqualTo(KeyConflict.Reason.NAME_TAKEN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOverlapMustBeToldAndIsBounded(Stores store) {
    try (Database database = store.open()) {
      KeyAdmin keys = keys(database);
      keys.create(body("a", ""), VISIT);
      for (String body :
          List.of("{}", "{\"overlap\":24}", "{\"overlap\":\"1w\"}", "{\"overlap\":\"-1h\"}")) {
        assertThat(Refusals.fields(() -> keys.rotate("a", List.of(), read(body), VISIT)))
            .as(body)
            .containsExactly("overlap");
      }
      assertThatThrownBy(() -> keys.rotate("a", List.of(), read("{\"overlap\":\"91d\"}"), VISIT))
          .isInstanceOf(GatewayException.class)
          .hasMessage("overlap must be from 0 to 90 days");
      assertThat(
              json(keys.rotate("a", List.of(), read("{\"overlap\":\"0s\"}"), VISIT))
                  .get("secrets_end_with"))
          .hasSize(1);
    }
  }

  private static List<AuditRow> trail(Database database) {
    return new AuditQuery(database).page(AuditFilter.ALL, null, 100).rows().reversed();
  }

  private KeyAdmin keys(Database database) {
    var trust =
        new KeyTrust(
            List.of(new Pepper("p", new Secret("a pepper, long enough"))),
            null,
            Duration.ofSeconds(2));
    var keys =
        new ApiKeys(database, trust, () -> NOW, RandomGenerator.of("SecureRandom"), () -> {});
    return new KeyAdmin(keys, new Trail(() -> NOW));
  }

  private static ObjectNode body(String name, String more) {
    return read(
        "{\"name\":\"" + name + "\",\"owner\":\"ada\",\"scopes\":[\"inference\"]" + more + "}");
  }

  private static ObjectNode read(String text) {
    return Json.read(text.getBytes(UTF_8));
  }

  private static ObjectNode json(Reply reply) {
    return reply.body().orElseThrow();
  }

  private static List<String> names(ObjectNode page) {
    return page.get("items").valueStream().map(item -> item.get("name").stringValue()).toList();
  }

  private static KeyConflict.Reason conflict(ThrowingCallable call) {
    return catchThrowableOfType(KeyConflict.class, call).reason();
  }
}
