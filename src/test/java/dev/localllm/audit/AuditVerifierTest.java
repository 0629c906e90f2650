package dev.localllm.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.audit.BrokenLink.Flaw;
import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEC-5: every later change of the log is found and named. */
class AuditVerifierTest {
  private static final InstantSource NEXT_DAY =
      InstantSource.fixed(Events.NOON.plusSeconds(24 * 3600));
  private static final InstantSource DAY_AFTER =
      InstantSource.fixed(Events.NOON.plusSeconds(48 * 3600));

  @ParameterizedTest
  @EnumSource
  void whatNobodyTouchedIsInOrder(Stores store) {
    try (Database database = filled(store)) {
      AuditReport report = verify(database);
      assertThat(report.isSound()).isTrue();
      assertThat(report.first()).isNull();
      assertThat(report.chains()).isEqualTo(3);
      assertThat(report.events()).isEqualTo(131);
      // a day with two chains, and a day on which one more had begun
      assertThat(report.anchors()).isEqualTo(5);
      assertThat(report.anchoredUntil()).isEqualTo(LocalDate.parse("2026-11-22"));
      assertThat(report.lastAnchor()).hasSize(64);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyLogIsInOrder(Stores store) {
    try (Database database = store.open()) {
      assertThat(verify(database)).isEqualTo(new AuditReport(0, 0, 0, 0, null, null, ""));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChangedColumnIsFound(Stores store) {
    try (Database database = filled(store)) {
      for (String change :
          List.of(
              "at = at + interval '1' second",
              "action = 'key.changed'",
              "outcome = 'denied'",
              "actor = 'other'",
              "address = '10.0.0.2'",
              "request_id = 'req_9'",
              "subject = 'k9'",
              "detail = '{}'",
              "actor = 'root10', address = '.0.0.1'",
              "hash = previous_hash")) {
        AuditRow before = inB(database, 5);
        alter(database, "update audit_event set " + change + " where chain = 'b' and position = 5");
        assertFirst(database, "b", 5, Flaw.CHANGED);
        alter(database, "delete from audit_event where chain = 'b' and position = 5");
        database.jdbi().useTransaction(handle -> AuditTable.add(handle, List.of(before)));
      }
      assertThat(verify(database).isSound()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theChainOfChangesCannotBeCutOrProlonged(Stores store) {
    try (Database database = store.open()) {
      for (int i = 1; i <= 3; i++) {
        AuditEvent event = Events.created("k" + i);
        database.durably(handle -> {
          ChangeTrail.add(handle, event);
          return event;
        });
      }
      assertThat(verify(database).isSound()).isTrue();
      alter(database, "delete from audit_event where chain = 'changes' and position = 3");
      assertFirst(database, "changes", 3, Flaw.TRUNCATED);
      alter(database, "update audit_head set position = 1");
      assertFirst(database, "changes", 2, Flaw.BEYOND_END);
      alter(database, "update audit_head set position = 2");
      assertFirst(database, "changes", 2, Flaw.REWRITTEN);
      alter(database, "delete from audit_head");
      assertFirst(database, "changes", 0, Flaw.TRUNCATED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRowThatWasTakenOutIsFound(Stores store) {
    try (Database database = filled(store)) {
      alter(database, "delete from audit_event where chain = 'a' and position = 100");
      assertFirst(database, "a", 101, Flaw.GAP);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBeginningThatWasTakenOutIsFound(Stores store) {
    try (Database database = filled(store)) {
      alter(database, "delete from audit_event where chain = 'a' and position <= 3");
      assertFirst(database, "a", 4, Flaw.GAP);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndThatWasTakenOutIsFoundByItsAnchor(Stores store) {
    try (Database database = filled(store)) {
      alter(database, "delete from audit_event where chain = 'b' and position > 7");
      assertFirst(database, "b", 8, Flaw.TRUNCATED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChainThatWasTakenOutIsFoundByItsAnchor(Stores store) {
    try (Database database = filled(store)) {
      alter(database, "delete from audit_event where chain = 'c'");
      assertFirst(database, "c", 1, Flaw.TRUNCATED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void swappedRowsAreFound(Stores store) {
    try (Database database = filled(store)) {
      alter(database, "update audit_event set position = -1 where chain = 'b' and position = 4");
      alter(database, "update audit_event set position = 4 where chain = 'b' and position = 5");
      alter(database, "update audit_event set position = 5 where chain = 'b' and position = -1");
      assertFirst(database, "b", 4, Flaw.CHANGED);
      assertThat(verify(database).broken()).isGreaterThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRowWithANewHashIsFoundByTheOneAfterIt(Stores store) {
    try (Database database = filled(store)) {
      rewrite(database, 5);
      assertFirst(database, "b", 6, Flaw.WRONG_PREVIOUS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndWithANewHashIsFoundByItsAnchor(Stores store) {
    try (Database database = filled(store)) {
      rewrite(database, 10);
      assertFirst(database, "b", 10, Flaw.REWRITTEN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRowThatWasPutInIsFound(Stores store) {
    for (int position : List.of(0, 11, 12)) {
      try (Database database = filled(store)) {
        AuditRow foreign = AuditRow.of(Events.created("mine"), "b", position, Hash.NONE);
        database.jdbi().useTransaction(handle -> AuditTable.add(handle, List.of(foreign)));
        assertFirst(database, "b", position, position == 11 ? Flaw.WRONG_PREVIOUS : Flaw.GAP);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnchorThatWasChangedOrTakenOutIsFound(Stores store) {
    try (Database database = filled(store)) {
      alter(database, "update audit_anchor set chain_position = 9 where position = 3");
      assertFirst(database, BrokenLink.ANCHORS, 3, Flaw.CHANGED);
    }
    try (Database database = filled(store)) {
      alter(database, "delete from audit_anchor where position = 2");
      assertFirst(database, BrokenLink.ANCHORS, 3, Flaw.GAP);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDayIsAnchoredOnce(Stores store) {
    try (Database database = filled(store)) {
      new Anchors(database, DAY_AFTER).write();
      new Anchors(database, NEXT_DAY).write();
      assertThat(verify(database).anchors()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noDatabaseIsOpenedForAnAnchor(Stores store) {
    try (Database database = new Database(store.storage(true))) {
      new Anchors(database, NEXT_DAY).write();
      assertThat(database.isOpen()).isFalse();
    }
  }

  private static Database filled(Stores store) {
    Database database = store.open();
    Events.add(database, "a", 120);
    Events.add(database, "b", 10);
    new Anchors(database, NEXT_DAY).write();
    Events.add(database, "c", 1);
    new Anchors(database, DAY_AFTER).write();
    return database;
  }

  /** Changes a row of chain b and gives it the hash that then is right. */
  private static void rewrite(Database database, int position) {
    AuditRow old = inB(database, position);
    AuditRow forged = AuditRow.of(Events.created("forged"), "b", position, old.previousHash());
    alter(
        database,
        "update audit_event set subject = 'forged', hash = '%s' where chain = 'b' and position = %d"
            .formatted(forged.hash(), position));
  }

  private static AuditRow inB(Database database, int position) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select * from audit_event where chain = 'b' and position = :at")
                .bind("at", position)
                .map(AuditTable.ROW)
                .one());
  }

  private static void alter(Database database, String sql) {
    database.jdbi().useHandle(handle -> assertThat(handle.execute(sql)).isPositive());
  }

  private static void assertFirst(Database database, String chain, long position, Flaw flaw) {
    assertThat(verify(database).first()).isEqualTo(new BrokenLink(chain, position, flaw));
  }

  /** By small pages, so that every check crosses their edges. */
  private static AuditReport verify(Database database) {
    return new AuditVerifier(database, 7).verify();
  }
}
