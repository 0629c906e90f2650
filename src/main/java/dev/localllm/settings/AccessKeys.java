package dev.localllm.settings;

import dev.localllm.settings.Key.Topic;
import dev.localllm.settings.Key.Trait;
import dev.localllm.settings.KeyTrust.Pepper;
import dev.localllm.settings.Settings.AuthMode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of {@link Settings.Access}. */
final class AccessKeys {
  static final Kind<List<String>> SCOPES =
      Kinds.words(Set.of("inference", "models:read", "models:manage", "usage:read", "admin"));

  private static final Pattern PEPPER =
      Pattern.compile("([A-Za-z0-9_-]{1,20}):([!-+.-~-]{16,200})");

  static final Key<Set<AuthMode>> AUTH_MODE =
      access(
              "AUTH_MODE",
              new Kind<>(
                  "keys, jwt, both as keys,jwt, or in local and ci none", AccessKeys::authModes),
              "How callers are identified: by API key, by JSON Web Token, or not at all.")
          .critical("none");

  static final Key<List<String>> ALLOWED_ORIGINS =
      access(
              "ALLOWED_ORIGINS",
              Addresses.origins(),
              "The origins of the web pages that may call (CORS).")
          .alias("API__CORS_ORIGINS")
          .critical("http://localhost:8000,http://127.0.0.1:8000");

  static final Key<List<String>> ALLOWED_HOSTS =
      access(
          "ALLOWED_HOSTS",
          new Kind<>(
              "host names without port, separated by commas; *.example.com for all below a name, *"
                  + " alone for all",
              text -> Kinds.list(text, AccessKeys::hostName)),
          "The names, beside addresses and those of private networks, by which callers may call who"
              + " need no credential: all where AUTH_MODE is none, else those of"
              + " CALLERS_BY_NETWORK. The host of PUBLIC_API_BASE_URL is one of them. By another"
              + " name web pages of anybody could call (DNS rebinding).");

  static final Key<List<Pepper>> KEY_PEPPERS =
      access(
              "KEY_PEPPERS",
              new Kind<>(
                  "name:secret, separated by commas; a name has 1 to 20 letters, digits, _ or -, a"
                      + " secret 16 to 200 visible ASCII characters without comma",
                  text -> Kinds.list(text, AccessKeys::pepper)),
              "What API keys are hashed with, beside the database. New keys take the first; those"
                  + " of a pepper that is no longer listed stop working.")
          .byDefault("local:not-a-secret-in-local", null)
          .with(Trait.SECRET);

  static final Key<Secret> ADMIN_KEY =
      access(
              "ADMIN_KEY",
              new Kind<>(
                  "llm_ and 32 to 200 letters or digits",
                  text -> new Secret(Kinds.matching(text, "llm_[A-Za-z0-9]{32,200}"))),
              "An API key with all scopes that is not in the database, to create the others with.")
          .with(Trait.SECRET);

  static final Key<Duration> KEY_REFRESH =
      access(
              "KEY_REFRESH",
              Kinds.duration("100ms", "5s"),
              "How long a change of an API key may take to reach the other replicas.")
          .byDefault("2s");

  static final Key<List<String>> ANONYMOUS_SCOPES =
      access("ANONYMOUS_SCOPES", SCOPES, "What everybody may do when AUTH_MODE is none.")
          .byDefault("inference,models:read,usage:read");

  static final Key<List<NetworkCaller>> CALLERS_BY_NETWORK =
      access(
          "CALLERS_BY_NETWORK",
          new Kind<>(
              "CIDR block=name of an API key, separated by commas, such as 10.1.0.0/16=office",
              text -> Kinds.list(text, AccessKeys::networkCaller)),
          "Networks whose callers need no credential and have the rights of that key.");

  static final Key<List<Network>> TRUSTED_PROXIES =
      access(
          "TRUSTED_PROXIES",
          new Kind<>(
              "CIDR blocks, separated by commas, such as 172.16.0.0/12",
              text -> Kinds.list(text, Network::parse)),
          "The proxies whose X-Forwarded-For is believed.");

  static final Key<Integer> AUTH_FAILURES =
      access(
              "AUTH_FAILURES",
              Kinds.whole(1, 1_000_000),
              "How many wrong credentials an address may send in a minute; further ones get 429"
                  + " instead of 401 and are not looked at any closer in the audit log.")
          .byDefault("60");

  static final List<Key<?>> ALL =
      List.of(
          AUTH_MODE,
          ALLOWED_ORIGINS,
          ALLOWED_HOSTS,
          KEY_PEPPERS,
          ADMIN_KEY,
          KEY_REFRESH,
          ANONYMOUS_SCOPES,
          CALLERS_BY_NETWORK,
          TRUSTED_PROXIES,
          AUTH_FAILURES);

  private AccessKeys() {}

  static Settings.Access read(KeyReader keys, Environment environment) {
    Set<AuthMode> modes =
        keys.value(
            AUTH_MODE,
            given ->
                !given.contains(AuthMode.NONE) || environment.has(Environment.Trait.OPEN_ACCESS));
    boolean byKey = modes.contains(AuthMode.KEYS);
    return new Settings.Access(
        modes,
        keys.value(
            ALLOWED_ORIGINS,
            origins ->
                environment.has(Environment.Trait.ANY_ORIGIN)
                    || !origins.contains(Addresses.ANY_ORIGIN)),
        orNone(keys.optional(ALLOWED_HOSTS)),
        new KeyTrust(
            orNone(keys.needed(KEY_PEPPERS, byKey, "AUTH_MODE has keys")),
            keys.optional(ADMIN_KEY),
            keys.value(KEY_REFRESH)),
        JwtKeys.read(keys, modes.contains(AuthMode.JWT)),
        Set.copyOf(keys.value(ANONYMOUS_SCOPES)),
        orNone(keys.optional(CALLERS_BY_NETWORK)),
        orNone(keys.optional(TRUSTED_PROXIES)),
        keys.value(AUTH_FAILURES));
  }

  private static <T> List<T> orNone(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private static Set<AuthMode> authModes(String text) {
    if (text.equals("none")) {
      return Set.of(AuthMode.NONE);
    }
    Set<AuthMode> modes = EnumSet.noneOf(AuthMode.class);
    for (String mode : Kinds.words(Set.of("keys", "jwt")).parse(text)) {
      modes.add(mode.equals("keys") ? AuthMode.KEYS : AuthMode.JWT);
    }
    return Set.copyOf(modes);
  }

  private static Pepper pepper(String text) {
    Matcher matcher = PEPPER.matcher(text);
    if (!matcher.matches()) {
      throw new Kind.Unfit("");
    }
    return new Pepper(matcher.group(1), new Secret(matcher.group(2)));
  }

  private static String hostName(String text) {
    return Kinds.matching(text, "\\*|(\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")
        .toLowerCase(Locale.ROOT);
  }

  private static NetworkCaller networkCaller(String text) {
    int equals = text.indexOf('=');
    if (equals < 0 || equals == text.length() - 1) {
      throw new Kind.Unfit("");
    }
    return new NetworkCaller(
        Network.parse(text.substring(0, equals).strip()), text.substring(equals + 1).strip());
  }

  private static <T> Key<T> access(String name, Kind<T> kind, String meaning) {
    return Key.of(name, Topic.ACCESS, kind, meaning);
  }
}
