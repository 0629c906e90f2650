package dev.localllm.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.audit.Actor;
import dev.localllm.audit.AuditAction;
import dev.localllm.audit.AuditEvent;
import dev.localllm.audit.AuditLog;
import dev.localllm.audit.AuditOutcome;
import dev.localllm.audit.AuditQuery;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** SEC-5: the audit log by the admin API. */
class AuditPagesTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @EnumSource
  void pagesGoOnWhereTheOneBeforeEnded(Stores store, @TempDir Path folder) {
    try (Database database = store.open()) {
      try (AuditLog log =
          AuditLog.start(database, folder, () -> NOON, BackgroundTasks.withoutContainer())) {
        log.record(event(0, AuditAction.KEY_CREATED, "a"));
        log.record(event(1, AuditAction.KEY_REVOKED, "a"));
        log.record(event(2, AuditAction.KEY_CREATED, "b"));
      }
      var pages = new AuditPages(new AuditQuery(database));
      ObjectNode first = json(pages, Map.of("limit", List.of("2")));
      assertThat(subjects(first)).containsExactly("b", "a");
      ObjectNode newest = (ObjectNode) first.at("/items/0");
      assertThat(newest.get("at").stringValue()).isEqualTo("2026-11-21T12:00:02Z");
      assertThat(newest.get("action").stringValue()).isEqualTo("key.created");
      assertThat(newest.at("/detail/overlap").stringValue()).isEqualTo("PT24H");
      assertThat(newest.get("hash").stringValue()).hasSize(64);
      ObjectNode second =
          json(
              pages,
              Map.of("limit", List.of("2"), "after", List.of(first.get("next").stringValue())));
      assertThat(subjects(second)).containsExactly("a");
      assertThat(second.get("next").isNull()).isTrue();
      assertThat(
              subjects(
                  json(
                      pages,
                      Map.of(
                          "action", List.of("key.created"),
                          "actor", List.of("ada"),
                          "from", List.of("2026-11-21T12:00:00Z"),
                          "to", List.of("2026-11-21T12:00:02Z")))))
          .containsExactly("a");
      assertThat(subjects(json(pages, Map.of("actor", List.of("' or 1=1 --"))))).isEmpty();
    }
  }

  @Test
  void everyWrongParameterIsNamed() {
    try (Database database = Stores.H2.open()) {
      var pages = new AuditPages(new AuditQuery(database));
      assertThat(
              Refusals.fields(() ->
                  pages.page(
                      Map.of(
                          "from", List.of("noon"),
                          "until", List.of("2026-11-21T12:00:00Z"),
                          "action", List.of(""),
                          "after", List.of(Cursor.of("audit", "x")),
                          "limit", List.of("1000")))))
          .containsExactlyInAnyOrder("from", "until", "action", "after", "limit");
    }
  }

  private static AuditEvent event(int second, AuditAction action, String subject) {
    return new AuditEvent(
        NOON.plusSeconds(second),
        action,
        AuditOutcome.SUCCESS,
        new Actor(Actor.Kind.KEY, "key_1", "ada"),
        "10.1.2.3",
        "req_1",
        subject,
        Map.of("overlap", "PT24H"));
  }

  private static ObjectNode json(AuditPages pages, Map<String, List<String>> parameters) {
    return pages.page(parameters).body().orElseThrow();
  }

  private static List<String> subjects(ObjectNode page) {
    return page.get("items").valueStream().map(item -> item.get("subject").stringValue()).toList();
  }
}
