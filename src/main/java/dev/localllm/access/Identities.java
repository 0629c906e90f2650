package dev.localllm.access;

import dev.localllm.settings.RateLimits;
import dev.localllm.settings.Settings;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Callers with their rights, where the settings' defaults fill what a key leaves open. */
final class Identities {
  private final RateLimits defaults;
  private final Set<Scope> anonymousScopes;
  private final Allowance anonymousAllowance;

  Identities(Settings.Access settings, RateLimits defaults) {
    this.defaults = defaults;
    anonymousScopes =
        settings.anonymousScopes().stream()
            .flatMap(label -> Scope.labelled(label).stream())
            .collect(Collectors.toUnmodifiableSet());
    anonymousAllowance = allowance(null, null, null, null, false);
  }

  Caller anonymous(InetAddress address) {
    return new Caller(
        Caller.ANONYMOUS + ClientAddress.holder(address),
        "anonymous",
        "",
        "",
        anonymousScopes,
        ModelPatterns.ALL,
        anonymousAllowance);
  }

  /** Who sends {@code ADMIN_KEY}. */
  static Caller administrator() {
    return new Caller(
        Caller.ADMIN_KEY,
        Caller.ADMIN_KEY,
        "operator",
        "",
        EnumSet.allOf(Scope.class),
        ModelPatterns.ALL,
        Allowance.UNLIMITED);
  }

  Caller of(ApiKey key) {
    ApiKey.Rights rights = key.rights();
    return new Caller(
        key.id(),
        rights.name(),
        rights.owner(),
        rights.team(),
        rights.scopes(),
        rights.models(),
        allowance(
            rights.requests(),
            rights.tokens(),
            rights.concurrency(),
            rights.monthlyBudget(),
            rights.budgetIsHard()));
  }

  private Allowance allowance(
      @Nullable Integer requests,
      @Nullable Integer tokens,
      @Nullable Integer concurrency,
      @Nullable BigDecimal budget,
      boolean budgetIsHard) {
    return new Allowance(
        Objects.requireNonNullElse(requests, defaults.requests()),
        Objects.requireNonNullElse(tokens, defaults.tokens()),
        Objects.requireNonNullElse(concurrency, defaults.concurrency()),
        budget,
        budgetIsHard);
  }
}
