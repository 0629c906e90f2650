package dev.localllm.command;

import dev.localllm.access.ApiKey;
import dev.localllm.access.ApiKey.Rights;
import dev.localllm.access.ApiKeys.Issued;
import dev.localllm.access.Scope;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** How keys are shown. */
final class KeyView {
  private KeyView() {}

  /** A key with its new secret, which is shown this once. */
  static void print(Issued issued, boolean json, PrintWriter out) {
    if (json) {
      Map<String, @Nullable Object> fields = fields(issued.key());
      fields.put("secret", issued.secret().reveal());
      out.println(json(fields));
    } else {
      out.println("key     " + issued.key().rights().name() + " (" + issued.key().id() + ")");
      out.println("secret  " + issued.secret().reveal());
      out.println("Keep the secret now: it is not shown again.");
    }
  }

  static String json(Object value) {
    return JsonMapper.shared().writeValueAsString(value);
  }

  /** A key by the names that it has in JSON. */
  static Map<String, @Nullable Object> fields(ApiKey key) {
    Rights rights = key.rights();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", key.id());
    fields.put("name", rights.name());
    fields.put("owner", rights.owner());
    fields.put("team", rights.team());
    fields.put("scopes", scopes(key));
    fields.put("models", rights.models().patterns());
    fields.put("requests_per_minute", rights.requests());
    fields.put("tokens_per_minute", rights.tokens());
    fields.put("concurrency", rights.concurrency());
    fields.put("monthly_budget", rights.monthlyBudget());
    fields.put("budget_is_hard", rights.budgetIsHard());
    fields.put("expires_at", rights.expiresAt());
    fields.put("disabled", key.disabled());
    fields.put("revoked_at", key.revokedAt());
    fields.put("created_at", key.createdAt());
    fields.put("created_by", key.createdBy());
    fields.put("version", key.version());
    return fields;
  }

  static List<String> scopes(ApiKey key) {
    return key.rights().scopes().stream().map(Scope::label).sorted().toList();
  }

  /** Whether it works, in a word. */
  static String state(ApiKey key, Instant now) {
    if (key.revokedAt() != null) {
      return "revoked";
    }
    if (key.disabled()) {
      return "disabled";
    }
    return key.works(now) ? "active" : "expired";
  }
}
