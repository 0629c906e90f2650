package dev.localllm.command;

import dev.localllm.access.ApiKey;
import dev.localllm.access.ApiKeys;
import dev.localllm.audit.AuditAction;
import dev.localllm.audit.AuditLog;
import dev.localllm.audit.AuditOutcome;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayException;
import dev.localllm.store.Database;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** Opens the keys for a command, and records what it changes. */
final class KeyChange {
  private static final Duration FOR_THE_DISK = Duration.ofSeconds(10);

  private final Workplace workplace;

  KeyChange(Workplace workplace) {
    this.workplace = workplace;
  }

  /** Reads. */
  <T> T read(Function<ApiKeys, T> work) {
    Setup setup = workplace.settings().get();
    try (Database database = new Database(setup.storage())) {
      return work.apply(keys(setup, database));
    }
  }

  /** Changes a key and records it. */
  <T> T change(
      AuditAction action,
      Function<ApiKeys, T> work,
      Function<T, ApiKey> key,
      Map<String, String> detail) {
    Setup setup = workplace.settings().get();
    try (Database database = new Database(setup.storage())) {
      // a database that is away or too old says so before anything is begun
      database.jdbi();
      ApiKeys keys = keys(setup, database);
      try (AuditLog log = workplace.audit(setup, database)) {
        T result = work.apply(keys);
        String name = key.apply(result).rights().name();
        if (!log.recordNow(
            workplace.event(action, AuditOutcome.SUCCESS, name, detail), FOR_THE_DISK)) {
          workplace.errors().println("warning: the audit log could not be written in time");
        }
        return result;
      }
    }
  }

  /** The id of the key with that name or id, or what is no key's id. */
  static String id(ApiKeys keys, String name) {
    return keys.find(name).map(ApiKey::id).orElse(name);
  }

  /**
   * The keys; their secrets are made with what need not be in the settings.
   *
   * @throws GatewayException when it is not there
   */
  private ApiKeys keys(Setup setup, Database database) {
    if (setup.keys().peppers().isEmpty()) {
      throw new GatewayException(
          new Invalid("KEY_PEPPERS must be given: secrets are hashed with it", "KEY_PEPPERS"));
    }
    return new ApiKeys(database, setup.keys(), workplace.clock(), workplace.random(), () -> {});
  }
}
