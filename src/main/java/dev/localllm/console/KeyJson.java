package dev.localllm.console;

import dev.localllm.access.ApiKey;
import dev.localllm.access.ApiKey.Rights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A key as it is shown. */
final class KeyJson {

  private KeyJson() {}

  static ObjectNode of(ApiKey key) {
    Rights rights = key.rights();
    ObjectNode json = Json.object();
    json.put("id", key.id());
    json.put("name", rights.name());
    json.put("owner", rights.owner());
    json.put("team", rights.team());
    texts(json.putArray("scopes"), KeyFields.labels(rights.scopes()));
    texts(json.putArray("models"), rights.models().patterns());
    json.put("requests_per_minute", rights.requests());
    json.put("tokens_per_minute", rights.tokens());
    json.put("concurrency", rights.concurrency());
    json.put("monthly_budget", Json.money(rights.monthlyBudget()));
    json.put("budget_is_hard", rights.budgetIsHard());
    json.put("expires_at", Times.write(rights.expiresAt()));
    json.put("disabled", key.disabled());
    json.put("revoked_at", Times.write(key.revokedAt()));
    json.put("created_at", Times.write(key.createdAt()));
    json.put("created_by", key.createdBy());
    json.put("version", key.version());
    return json;
  }

  /** The same with the last characters of the secrets that still work. */
  static ObjectNode of(ApiKey key, List<String> hints) {
    ObjectNode json = of(key);
    texts(json.putArray("secrets_end_with"), hints);
    return json;
  }

  /** The fields that a change has changed, by name, as they were and as they are. */
  static Map<String, String> differences(ApiKey before, ApiKey after) {
    ObjectNode old = of(before);
    Map<String, String> changed = new LinkedHashMap<>();
    of(after)
        .forEachEntry((name, value) -> {
          JsonNode was = old.get(name);
          if (!name.equals("version") && !value.equals(was)) {
            changed.put(name, was + " -> " + value);
          }
        });
    return changed;
  }

  static void texts(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }
}
