package dev.localllm.console;

import dev.localllm.access.ApiKey;
import dev.localllm.access.ApiKey.Rights;
import dev.localllm.access.ModelPatterns;
import dev.localllm.access.Scope;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What may be told of a key in the body of a request. */
final class KeyFields {
  private static final Set<String> RIGHTS =
      Set.of(
          "name",
          "owner",
          "team",
          "scopes",
          "models",
          "requests_per_minute",
          "tokens_per_minute",
          "concurrency",
          "monthly_budget",
          "budget_is_hard",
          "expires_at");
  private static final Rights NONE =
      new Rights("", "", "", Set.of(), ModelPatterns.ALL, null, null, null, null, false, null);
  private static final String SCOPES =
      "must be some of "
          + Arrays.stream(Scope.values()).map(Scope::label).collect(Collectors.joining(", "));

  private KeyFields() {}

  /** What a key is changed to. */
  record Change(Rights rights, boolean disabled) {}

  /**
   * The rights of a new key.
   *
   * @throws Refusal naming every field that is wrong
   */
  static Rights created(ObjectNode body) {
    Flaws flaws = new Flaws();
    Fields fields = new Fields(body, RIGHTS, flaws);
    fields.need("name", "owner", "scopes");
    return checked(rights(fields, NONE, flaws), flaws);
  }

  /**
   * What becomes of {@code key}; fields that are not told stay as they are (RFC 7396).
   *
   * @throws Refusal naming every field that is wrong
   */
  static Change changed(ObjectNode body, ApiKey key) {
    Set<String> known = new HashSet<>(RIGHTS);
    known.add("disabled");
    Flaws flaws = new Flaws();
    Fields fields = new Fields(body, known, flaws);
    boolean disabled = fields.truth("disabled", key.disabled());
    return new Change(checked(rights(fields, key.rights(), flaws), flaws), disabled);
  }

  private static Rights rights(Fields fields, Rights before, Flaws flaws) {
    return new Rights(
        fields.text("name", before.name()),
        fields.text("owner", before.owner()),
        fields.text("team", before.team()),
        scopes(fields.texts("scopes", labels(before.scopes())), flaws),
        new ModelPatterns(fields.texts("models", before.models().patterns())),
        fields.whole("requests_per_minute", before.requests()),
        fields.whole("tokens_per_minute", before.tokens()),
        fields.whole("concurrency", before.concurrency()),
        fields.money("monthly_budget", before.monthlyBudget()),
        fields.truth("budget_is_hard", before.budgetIsHard()),
        fields.time("expires_at", before.expiresAt()));
  }

  private static Rights checked(Rights rights, Flaws flaws) {
    rights.flaws().forEach(flaws::add);
    flaws.check();
    return rights;
  }

  private static Set<Scope> scopes(List<String> labels, Flaws flaws) {
    Set<Scope> scopes = new HashSet<>();
    for (String label : labels) {
      Optional<Scope> scope = Scope.labelled(label);
      scope.ifPresentOrElse(scopes::add, () -> flaws.add("scopes", SCOPES));
    }
    return scopes;
  }

  /** The spelling of scopes, always in the same order. */
  static List<String> labels(Set<Scope> scopes) {
    return scopes.stream().map(Scope::label).sorted().toList();
  }
}
