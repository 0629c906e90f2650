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
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Tells who calls, from memory alone. Thread-safe; only {@link #await} blocks. */
public final class Access {
  private static final Unauthorized ABSENT =
      new Unauthorized("a credential is needed: send an API key as Authorization: Bearer");
  private static final Unauthorized WRONG = new Unauthorized("the credential is not valid");
  private static final Unauthorized TORN =
      new Unauthorized("the request carries several credentials that differ; send one");
  private static final Busy NOT_YET =
      new Busy("API keys cannot be checked now; try again soon", Duration.ofSeconds(1));

  private static final Refused NO_KEYS = new Refused(NOT_YET, false, "no keys yet");

  /** Neither a fetch of the issuer's keys nor a first look at our own takes longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final Settings.Access settings;
  private final KeyRing ring;
  private final @Nullable Tokens tokens;
  private final InstantSource clock;
  private final Identities identities;

  /** With {@code tokens} where callers may have one. */
  Access(
      Settings.Access settings,
      RateLimits defaults,
      KeyRing ring,
      @Nullable Tokens tokens,
      InstantSource clock) {
    this.settings = settings;
    this.ring = ring;
    this.tokens = tokens;
    this.clock = clock;
    identities = new Identities(settings, defaults);
  }

  /** The header that may bring a token beside those that always may. */
  public String tokenHeader() {
    return settings.jwt() == null ? "Authorization" : settings.jwt().header();
  }

  /** Whether callers can be identified: their keys have been read, where they have some. */
  public boolean ready() {
    return !settings.authModes().contains(AuthMode.KEYS) || ring.isRead();
  }

  /** Whether {@link #identify} may be {@link Undecided}. */
  public boolean mayBeUndecided() {
    return tokens != null || isReading();
  }

  /** Waits for what would decide, for some seconds at most. Blocks. */
  public void await(Undecided undecided) {
    if (isApiKey(undecided.secret())) {
      ring.awaitFirstLook(PATIENCE);
    } else if (tokens != null) {
      tokens.await(undecided.secret(), PATIENCE);
    }
  }

  private boolean isReading() {
    return settings.authModes().contains(AuthMode.KEYS) && !ring.isLookedAt();
  }

  private boolean isApiKey(String secret) {
    return secret.startsWith(KeyText.PREFIX) && settings.authModes().contains(AuthMode.KEYS);
  }

  /** Who sends a request with {@code credentials} from {@code address}. */
  public Decision identify(Credentials credentials, InetAddress address) {
    if (settings.authModes().contains(AuthMode.NONE)) {
      return new Admitted(identities.anonymous(address));
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
    if (isApiKey(text)) {
      Secret admin = settings.keys().adminKey();
      boolean isAdmin = admin != null && admin.equals(new Secret(text));
      if (isAdmin) {
        return new Admitted(Identities.administrator());
      }
      if (isReading()) {
        return new Undecided(text);
      }
      if (!ring.isRead()) {
        return NO_KEYS;
      }
      return ring.find(text, now)
          .<Decision>map(key -> new Admitted(identities.of(key)))
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
        if (!ring.isRead()) {
          return NO_KEYS;
        }
        return ring.named(known.key(), clock.instant())
            .<Decision>map(key -> new Admitted(identities.of(key), true))
            .orElse(new Refused(ABSENT, false, "no key named " + known.key() + " for its network"));
      }
    }
    return new Refused(ABSENT, false, "no credential");
  }
}
