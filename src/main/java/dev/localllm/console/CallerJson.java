package dev.localllm.console;

import dev.localllm.access.Allowance;
import dev.localllm.access.Caller;
import tools.jackson.databind.node.ObjectNode;

/** A caller as it is shown to itself. */
final class CallerJson {

  private CallerJson() {}

  /**
   * Limits are those that hold, with the defaults filled in; 0 stands for none.
   *
   * @param address the IP address from which it calls, as the proxies before us say
   */
  static ObjectNode of(Caller caller, String address) {
    ObjectNode json = Json.object();
    json.put("id", caller.id());
    json.put("name", caller.name());
    json.put("address", address);
    json.put("owner", caller.owner());
    json.put("team", caller.team());
    KeyJson.texts(json.putArray("scopes"), KeyFields.labels(caller.scopes()));
    KeyJson.texts(json.putArray("models"), caller.models().patterns());
    Allowance allowance = caller.allowance();
    json.put("requests_per_minute", allowance.requests());
    json.put("tokens_per_minute", allowance.tokens());
    json.put("concurrency", allowance.concurrency());
    json.put("monthly_budget", Json.money(allowance.monthlyBudget()));
    json.put("budget_is_hard", allowance.budgetIsHard());
    return json;
  }
}
