package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.access.ApiKey.Rights;
import dev.localllm.access.ApiKeys.Issued;
import dev.localllm.access.KeyConflict.Reason;
import dev.localllm.audit.AuditEvent;
import dev.localllm.audit.AuditFilter;
import dev.localllm.audit.AuditQuery;
import dev.localllm.audit.AuditRow;
import dev.localllm.audit.AuditVerifier;
import dev.localllm.chat.GatewayException;
import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEC-1: keys in the database, and what other replicas see of them. */
class ApiKeysTest {
  private final MovableClock clock = new MovableClock();

  @ParameterizedTest
  @EnumSource
  void whatIsCreatedIsKept(Stores store) {
    try (Database database = store.open()) {
      ApiKeys keys = Keys.in(database, clock, Keys.NEW);
      Rights rights =
          new Rights(
              "build-7",
              "Ada Löwe",
              "engines",
              Set.of(Scope.INFERENCE, Scope.ADMIN),
              new ModelPatterns(List.of("llama3*", "qwen:7b")),
              60,
              1000,
              3,
              new BigDecimal("12.500000"),
              true,
              clock.instant().plus(Duration.ofDays(90)));
      Issued issued = keys.create(rights, "admin-key", Keys.TOLD);
      assertThat(issued.secret().reveal()).matches("llm_[a-z2-7]{32}");
      assertThat(issued.toString()).doesNotContain(issued.secret().reveal());
      ApiKey kept = keys.find("build-7").orElseThrow();
      assertThat(kept).isEqualTo(issued.key());
      assertThat(kept.rights()).isEqualTo(rights);
      assertThat(keys.find(kept.id())).contains(kept);
      assertThat(keys.hints(kept.id())).containsExactly(issued.secret().reveal().substring(32));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theDatabaseDoesNotHoldTheSecret(Stores store) {
    try (Database database = store.open()) {
      Issued issued = Keys.in(database, clock, Keys.NEW).create(Keys.named("a"), "x", Keys.TOLD);
      String row =
          database
              .jdbi()
              .withHandle(handle ->
                  handle
                      .createQuery("select hash || pepper || hint from api_key_secret")
                      .mapTo(String.class)
                      .one());
      assertThat(row).doesNotContain(issued.secret().reveal()).contains("new");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKeyIsRecognisedUntilItIsRevoked_everywhere(Stores store) {
    try (Database database = store.open()) {
      ApiKeys keys = Keys.in(database, clock, Keys.NEW);
      KeyRing here = ring(database);
      KeyRing there = ring(database);
      Issued issued = keys.create(Keys.named("a"), "x", Keys.TOLD);
      refresh(here, there);
      assertThat(found(here, issued)).contains(issued.key());
      assertThat(found(there, issued)).contains(issued.key());
      keys.revoke(issued.key().id(), Keys.TOLD);
      refresh(here, there);
      assertThat(found(here, issued)).isEmpty();
      assertThat(found(there, issued)).isEmpty();
      assertThat(there.named("a", clock.instant())).isEmpty();
      conflict(Reason.REVOKED, () -> keys.revoke(issued.key().id(), Keys.TOLD));
      conflict(Reason.REVOKED, () -> keys.rotate(issued.key().id(), Duration.ZERO, Keys.TOLD));
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothSecretsWorkWhileARotationOverlaps(Stores store) {
    try (Database database = store.open()) {
      ApiKeys keys = Keys.in(database, clock, Keys.NEW);
      KeyRing ring = ring(database);
      Issued first = keys.create(Keys.named("a"), "x", Keys.TOLD);
      Issued second = keys.rotate(first.key().id(), Duration.ofHours(24), Keys.TOLD);
      clock.advance(Duration.ofHours(1));
      Issued third = keys.rotate(first.key().id(), Duration.ofHours(48), Keys.TOLD);
      refresh(ring);
      assertThat(found(ring, first)).isPresent();
      assertThat(found(ring, second)).isPresent();
      assertThat(found(ring, third)).isPresent();
      assertThat(keys.hints(first.key().id())).hasSize(3);
      clock.advance(Duration.ofHours(23));
      assertThat(found(ring, first)).as("a later rotation does not lengthen it").isEmpty();
      assertThat(found(ring, second)).isPresent();
      clock.advance(Duration.ofHours(25));
      assertThat(found(ring, second)).isEmpty();
      assertThat(found(ring, third)).isPresent();
      assertThat(keys.hints(first.key().id())).hasSize(1);
      assertThatThrownBy(() -> keys.rotate(first.key().id(), Duration.ofHours(-1), Keys.TOLD))
          .isInstanceOf(GatewayException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPepperIsReplacedWithoutReplacingKeys(Stores store) {
    try (Database database = store.open()) {
      Issued before = Keys.in(database, clock, Keys.OLD).create(Keys.named("a"), "x", Keys.TOLD);
      Issued after =
          Keys.in(database, clock, Keys.NEW, Keys.OLD).create(Keys.named("b"), "x", Keys.TOLD);
      KeyRing both = new KeyRing(database, Keys.trust(Keys.NEW, Keys.OLD));
      KeyRing onlyNew = new KeyRing(database, Keys.trust(Keys.NEW));
      refresh(both, onlyNew);
      assertThat(found(both, before)).isPresent();
      assertThat(found(both, after)).isPresent();
      assertThat(found(onlyNew, before)).isEmpty();
      assertThat(found(onlyNew, after)).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChangeIsBasedOnWhatWasRead(Stores store) {
    try (Database database = store.open()) {
      ApiKeys keys = Keys.in(database, clock, Keys.NEW);
      KeyRing ring = ring(database);
      Issued a = keys.create(Keys.named("a"), "x", Keys.TOLD);
      keys.create(Keys.named("b"), "x", Keys.TOLD);
      String id = a.key().id();
      ApiKey changed = keys.change(id, Optional.of(1), Keys.named("c"), true, Keys.TOLD);
      assertThat(changed.version()).isEqualTo(2);
      refresh(ring);
      assertThat(found(ring, a)).as("disabled").isEmpty();
      keys.change(id, Optional.empty(), Keys.named("d"), false, Keys.TOLD);
      refresh(ring);
      assertThat(found(ring, a)).isPresent();
      assertThat(ring.named("a", clock.instant())).isEmpty();
      assertThat(ring.named("d", clock.instant())).isPresent();
      conflict(
          Reason.CHANGED, () -> keys.change(id, Optional.of(1), Keys.named("e"), false, Keys.TOLD));
      conflict(
          Reason.NAME_TAKEN,
          () -> keys.change(id, Optional.empty(), Keys.named("b"), false, Keys.TOLD));
      conflict(Reason.NAME_TAKEN, () -> keys.create(Keys.named("b"), "x", Keys.TOLD));
      conflict(Reason.UNKNOWN, () -> keys.revoke("key_none", Keys.TOLD));
      assertThat(keys.list("", 10))
          .extracting(key -> key.rights().name())
          .containsExactly("b", "d");
      assertThat(keys.list("b", 1)).extracting(key -> key.rights().name()).containsExactly("d");
    }
  }

  @ParameterizedTest
  @EnumSource
  void noChangeIsMissed_whenManyAreMadeAtOnce(Stores store) throws Exception {
    try (Database database = store.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ApiKeys keys = Keys.in(database, clock, Keys.NEW);
      KeyRing ring = ring(database);
      List<Callable<Issued>> work =
          IntStream.range(0, 40)
              .<Callable<Issued>>mapToObj(i ->
                  () -> {
                    Issued issued = keys.create(Keys.named("key-" + i), "x", Keys.TOLD);
                    refresh(ring);
                    return issued;
                  })
              .toList();
      for (var issued : threads.invokeAll(work)) {
        assertThat(found(ring, issued.get())).isPresent();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKeyEndsByItself(Stores store) {
    try (Database database = store.open()) {
      Rights named = Keys.named("a");
      Rights rights =
          new Rights(
              named.name(),
              named.owner(),
              named.team(),
              named.scopes(),
              named.models(),
              null,
              null,
              null,
              null,
              false,
              clock.instant().plusSeconds(10));
      Issued issued = Keys.in(database, clock, Keys.NEW).create(rights, "x", Keys.TOLD);
      KeyRing ring = ring(database);
      refresh(ring);
      assertThat(found(ring, issued)).isPresent();
      clock.advance(Duration.ofSeconds(10));
      assertThat(found(ring, issued)).isEmpty();
    }
  }

  private KeyRing ring(Database database) {
    return new KeyRing(database, Keys.trust(Keys.NEW));
  }

  private void refresh(KeyRing... rings) {
    for (KeyRing ring : rings) {
      ring.refresh();
    }
  }

  private Optional<ApiKey> found(KeyRing ring, Issued issued) {
    return ring.find(issued.secret().reveal(), clock.instant());
  }

  @ParameterizedTest
  @EnumSource
  void noNewKeyIsNamedLikeSomebodyElse(Stores store) {
    try (Database database = store.open()) {
      ApiKeys keys = Keys.in(database, clock, Keys.NEW);
      Issued other = keys.create(Keys.named("a"), "x", Keys.TOLD);
      for (String name : List.of("admin-key", "Anonymous", other.key().id())) {
        assertThatThrownBy(() -> keys.create(Keys.named(name), "x", Keys.TOLD))
            .isInstanceOf(GatewayException.class);
        assertThatThrownBy(() ->
                keys.change(other.key().id(), Optional.empty(), Keys.named(name), false, Keys.TOLD))
            .isInstanceOf(GatewayException.class);
      }
      // as an earlier release allowed
      database.jdbi().useHandle(handle -> handle.execute("update api_key set name = 'anonymous'"));
      ApiKey changed =
          keys.change(other.key().id(), Optional.empty(), Keys.named("anonymous"), true, Keys.TOLD);
      assertThat(changed.rights().name()).isEqualTo("anonymous");
      assertThat(keys.change(changed.id(), Optional.empty(), Keys.named("b"), false, Keys.TOLD))
          .extracting(key -> key.rights().name())
          .isEqualTo("b");
    }
  }

  /** Nothing is kept without its event, and no event of what was not kept. */
  @ParameterizedTest
  @EnumSource
  void aChangeAndItsEventAreOne(Stores store) {
    try (Database database = store.open()) {
      ApiKeys keys = Keys.in(database, clock, Keys.NEW);
      Issued issued = keys.create(Keys.named("a"), "x", Keys.TOLD);
      String id = issued.key().id();
      Function<ApiKey, AuditEvent> fails =
          key -> {
            throw new IllegalStateException("no event");
          };
      List<ThrowingCallable> changes =
          List.of(
              () -> keys.create(Keys.named("b"), "x", fails),
              () -> keys.change(id, Optional.empty(), Keys.named("c"), true, fails),
              () -> keys.rotate(id, Duration.ZERO, fails),
              () -> keys.revoke(id, fails));
      assertThat(changes)
          .allSatisfy(
              change -> assertThatThrownBy(change).isInstanceOf(IllegalStateException.class));
      conflict(Reason.NAME_TAKEN, () -> keys.create(Keys.named("a"), "x", Keys.TOLD));
      assertThat(keys.list("", 10)).containsExactly(issued.key());
      assertThat(keys.hints(id)).hasSize(1);
      keys.rotate(id, Duration.ZERO, Keys.TOLD);
      keys.revoke(id, Keys.TOLD);
      assertThat(new AuditQuery(database).page(AuditFilter.ALL, null, 10).rows())
          .extracting(AuditRow::subject)
          .containsExactly(id + " 3", id + " 2", id + " 1");
      assertThat(new AuditVerifier(database).verify().isSound()).isTrue();
    }
  }

  private static void conflict(Reason reason, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            KeyConflict.class, conflict -> assertThat(conflict.reason()).isEqualTo(reason));
  }
}
