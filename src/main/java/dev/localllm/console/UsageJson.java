package dev.localllm.console;

import dev.localllm.usage.Dimension;
import dev.localllm.usage.UsageEntry;
import dev.localllm.usage.UsageEntry.Account;
import dev.localllm.usage.UsageEntry.Call;
import dev.localllm.usage.UsageEntry.Ending;
import dev.localllm.usage.UsageSum;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The ledger as it is shown. */
final class UsageJson {

  private UsageJson() {}

  /** A sum: first what it is split by, then what there is of it. */
  static ObjectNode of(UsageSum sum) {
    ObjectNode json = Json.object();
    sum.group().forEach((dimension, value) -> json.put(UsageParameters.label(dimension), value));
    sum.keyName().ifPresent(name -> json.put("key_name", name));
    json.put("requests", sum.requests());
    json.put("failures", sum.failures());
    json.put("cancelled", sum.cancelled());
    json.put("prompt_tokens", sum.promptTokens());
    json.put("cached_tokens", sum.cachedTokens());
    json.put("completion_tokens", sum.completionTokens());
    json.put("cost", Json.money(sum.cost()));
    json.put("total_ms", sum.total().toMillis());
    return json;
  }

  /** A sum of nothing. */
  static ObjectNode empty(Set<Dimension> groupBy) {
    Map<Dimension, String> group = new EnumMap<>(Dimension.class);
    groupBy.forEach(dimension -> group.put(dimension, ""));
    Optional<String> name = Optional.of("").filter(none -> groupBy.contains(Dimension.KEY));
    return of(new UsageSum(group, name, 0, 0, 0, 0, 0, 0, BigDecimal.ZERO, Duration.ZERO));
  }

  static ObjectNode of(UsageEntry entry) {
    ObjectNode json = Json.object();
    json.put("id", entry.id());
    json.put("request_id", entry.requestId());
    json.put("ended_at", Times.write(entry.endedAt()));
    Account account = entry.account();
    json.put("key", account.keyId());
    json.put("key_name", account.keyName());
    json.put("owner", account.owner());
    json.put("team", account.team());
    call(json, entry.call());
    json.put("prompt_tokens", entry.usage().promptTokens());
    json.put("cached_tokens", entry.usage().cachedTokens());
    json.put("completion_tokens", entry.usage().completionTokens());
    json.put("tokens_estimated", entry.tokensEstimated());
    times(json, entry.times());
    Ending ending = entry.ending();
    json.put("status", ending.status());
    json.put("outcome", ending.outcome().name().toLowerCase(Locale.ROOT));
    json.put("cancelled_by", ending.cancelledBy().orElse(null));
    json.put("cost", Json.money(entry.cost()));
    json.put("replica", entry.replica());
    return json;
  }

  private static void call(ObjectNode json, Call call) {
    json.put("dialect", call.dialect());
    json.put("operation", call.operation());
    json.put("streamed", call.streamed());
    json.put("requested_model", call.requestedModel().orElse(null));
    json.put("routed_model", call.routedModel().orElse(null));
    json.put("reported_model", call.reportedModel().orElse(null));
    json.put("backend", call.backend().orElse(null));
  }

  private static void times(ObjectNode json, UsageEntry.Times times) {
    json.put("queue_ms", times.queued().toMillis());
    json.put("load_ms", times.load().map(Duration::toMillis).orElse(null));
    json.put("first_byte_ms", times.firstByte().map(Duration::toMillis).orElse(null));
    json.put("total_ms", times.total().toMillis());
  }
}
