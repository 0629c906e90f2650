package dev.localllm.access;

import dev.localllm.access.ApiKey.Rights;
import dev.localllm.audit.Actor;
import dev.localllm.audit.AuditAction;
import dev.localllm.audit.AuditEvent;
import dev.localllm.audit.AuditOutcome;
import dev.localllm.settings.KeyTrust;
import dev.localllm.settings.KeyTrust.Pepper;
import dev.localllm.settings.Secret;
import dev.localllm.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Keys for tests. */
final class Keys {
  static final Pepper OLD = new Pepper("old", new Secret("an old pepper, long enough"));
  static final Pepper NEW = new Pepper("new", new Secret("a new pepper, long enough"));

  static final Function<ApiKey, AuditEvent> TOLD =
      key ->
          new AuditEvent(
              Instant.parse("2026-11-21T12:00:00Z"),
              AuditAction.KEY_CHANGED,
              AuditOutcome.SUCCESS,
              Actor.UNKNOWN,
              "",
              "",
              key.id() + " " + key.version(),
              Map.of());

  private Keys() {}

  static KeyTrust trust(Pepper... peppers) {
    return new KeyTrust(List.of(peppers), null, Duration.ofSeconds(2));
  }

  static ApiKeys in(Database database, MovableClock clock, Pepper... peppers) {
    return new ApiKeys(
        database, trust(peppers), clock, RandomGenerator.of("SecureRandom"), () -> {});
  }

  static Rights named(String name) {
    return new Rights(
        name,
        "ada",
        "engines",
        Set.of(Scope.INFERENCE),
        ModelPatterns.ALL,
        null,
        null,
        null,
        null,
        false,
        null);
  }
}
