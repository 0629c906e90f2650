package dev.localllm.access;

import dev.localllm.access.Decision.Admitted;
import dev.localllm.access.Decision.Refused;
import dev.localllm.access.Decision.Undecided;
import dev.localllm.chat.AccessError.Unauthorized;
import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.settings.NetworkCaller;
import dev.localllm.settings.RateLimits;
import dev.localllm.settings.Secret;
import dev.localllm.settings.Settings;
import dev.localllm.settings.Settings.AuthMode;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells who calls, from memory alone. Thread-safe; only {@link #await} blocks. */
public final class Access {
  private static final Unauthorized ABSENT =
      new Unauthorized("a credential is needed: send an API key as Authorization: Bearer");
  private static final Unauthorized WRONG = new Unauthorized("the credential is not valid");
  private static final Unauthorized TORN =
      new Unauthorized("the request carries several credentials that differ; send one");
  private static final Busy NOT_YET =
      new Busy("API keys cannot be checked yet; try again soon", Duration.ofSeconds(1));

  /** A fetch of the issuer's keys takes no longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final Settings.Access settings;
  private final RateLimits defaults;
  private final KeyRing ring;
  private final @Nullable Tokens tokens;
  private final InstantSource clock;
  private final Set<Scope> anonymousScopes;
  private final Allowance anonymousAllowance;

  /** With {@code tokens} where callers may have one. */
  Access(
      Settings.Access settings,
      RateLimits defaults,
      KeyRing ring,
      @Nullable Tokens tokens,
      InstantSource clock) {
    this.settings = settings;
    this.defaults = defaults;
    this.ring = ring;
    this.tokens = tokens;
    this.clock = clock;
    anonymousScopes = scopes(settings.anonymousScopes());
    anonymousAllowance = allowance(null, null, null, null, false);
  }

  /** The header that may bring a token beside those that always may. */
  public String tokenHeader() {
    return settings.jwt() == null ? "Authorization" : settings.jwt().header();
  }

  /** Whether callers can be identified: their keys have been read, where they have some. */
  public boolean ready() {
    return !settings.authModes().contains(AuthMode.KEYS) || ring.refreshedAt().isPresent();
  }

  /** Whether callers may be identified by a token. */
  public boolean takesTokens() {
    return tokens != null;
  }

  /** Waits for what would decide, for some seconds at most. Blocks. */
  public void await(Undecided undecided) {
    if (tokens != null) {
      tokens.await(undecided.token(), PATIENCE);
    }
  }

  /** Who sends a request with {@code credentials} from {@code address}. */
  public Decision identify(Credentials credentials, InetAddress address) {
    if (settings.authModes().contains(AuthMode.NONE)) {
      return new Admitted(anonymous(address));
    }
    if (credentials.absent()) {
      return byNetwork(address);
    }
    if (credentials.torn()) {
      return new Refused(TORN, true, "several credentials");
    }
    return bySecret(credentials.text());
  }

  private Decision bySecret(String text) {
    Instant now = clock.instant();
    if (text.startsWith(KeyText.PREFIX) && settings.authModes().contains(AuthMode.KEYS)) {
      Secret admin = settings.keys().adminKey();
      boolean isAdmin = admin != null && admin.equals(new Secret(text));
      if (isAdmin) {
        return new Admitted(administrator());
      }
      if (ring.refreshedAt().isEmpty()) {
        return new Refused(NOT_YET, false, "no keys yet");
      }
      return ring.find(text, now)
          .<Decision>map(key -> new Admitted(caller(key)))
          .orElse(new Refused(WRONG, true, "unknown key"));
    }
    return tokens == null
        ? new Refused(WRONG, true, "unknown credential")
        : decision(tokens.check(text), text);
  }

  private static Decision decision(TokenCheck check, String token) {
    return switch (check) {
      case TokenCheck.Known known -> new Admitted(known.caller());
      case TokenCheck.Wrong wrong -> new Refused(WRONG, true, wrong.reason());
      case TokenCheck.Undecided undecided -> new Undecided(token);
    };
  }

  private Decision byNetwork(InetAddress address) {
    for (NetworkCaller known : settings.callersByNetwork()) {
      if (known.network().contains(address)) {
        return ring.named(known.key(), clock.instant())
            .<Decision>map(key -> new Admitted(caller(key), true))
            .orElse(new Refused(ABSENT, false, "no key named " + known.key() + " for its network"));
      }
    }
    return new Refused(ABSENT, false, "no credential");
  }

  private Caller anonymous(InetAddress address) {
    return new Caller(
        Caller.ANONYMOUS + ClientAddress.holder(address),
        "anonymous",
        "",
        "",
        anonymousScopes,
        ModelPatterns.ALL,
        anonymousAllowance);
  }

  private static Caller administrator() {
    return new Caller(
        "admin-key",
        "admin-key",
        "operator",
        "",
        EnumSet.allOf(Scope.class),
        ModelPatterns.ALL,
        Allowance.UNLIMITED);
  }

  private Caller caller(ApiKey key) {
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

  private static Set<Scope> scopes(Set<String> labels) {
    return labels.stream()
        .flatMap(label -> Scope.labelled(label).stream())
        .collect(Collectors.toSet());
  }
}
