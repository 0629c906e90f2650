package dev.localllm.command;

import dev.localllm.access.ApiKey;
import dev.localllm.access.ApiKeys;
import dev.localllm.audit.AuditAction;
import dev.localllm.audit.AuditEvent;
import dev.localllm.audit.AuditOutcome;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayException;
import dev.localllm.store.Database;
import java.util.Map;
import java.util.function.Function;

/** Opens the keys for a command, and words what it changes for the audit log. */
final class KeyChange {
  private final Workplace workplace;

  KeyChange(Workplace workplace) {
    this.workplace = workplace;
  }

  /** Reads or changes them. */
  <T> T with(Function<ApiKeys, T> work) {
    Setup setup = workplace.settings().get();
    try (Database database = new Database(setup.storage())) {
      return work.apply(keys(setup, database));
    }
  }

  /** Tells of what becomes of a key; the event is kept with the change, or neither is. */
  Function<ApiKey, AuditEvent> event(AuditAction action, Map<String, String> detail) {
    return key -> workplace.event(action, AuditOutcome.SUCCESS, key.rights().name(), detail);
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
