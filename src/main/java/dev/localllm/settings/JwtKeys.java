package dev.localllm.settings;

import dev.localllm.settings.Key.Topic;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of {@link JwtTrust}. */
final class JwtKeys {
  private static final int LONGEST_NAME = 200;
  private static final Set<String> KNOWN_ALGORITHMS =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  static final Key<String> JWT_ISSUER =
      jwt("JWT_ISSUER", Kinds.word(LONGEST_NAME), "Who signs the tokens that are believed (iss).");

  static final Key<List<String>> JWT_AUDIENCE =
      jwt(
          "JWT_AUDIENCE",
          Kinds.words(),
          "Whom tokens must be meant for (aud); with several, one of them.");

  static final Key<URI> JWT_JWKS_URL =
      jwt("JWT_JWKS_URL", Addresses.url(), "Where the issuer publishes its public keys.");

  static final Key<List<String>> JWT_ALGORITHMS =
      jwt("JWT_ALGORITHMS", Kinds.words(KNOWN_ALGORITHMS), "The signatures that are accepted.")
          .byDefault("RS256,ES256");

  static final Key<Duration> JWT_CLOCK_SKEW =
      jwt(
              "JWT_CLOCK_SKEW",
              Kinds.duration("0s", "10m"),
              "How far the issuer's clock may differ from ours.")
          .byDefault("30s");

  static final Key<String> JWT_HEADER =
      jwt(
              "JWT_HEADER",
              new Kind<>(
                  "the name of an HTTP header", text -> Kinds.matching(text, "[A-Za-z0-9-]{1,64}")),
              "The request header that carries the token; Cloudflare Access uses"
                  + " Cf-Access-Jwt-Assertion.")
          .byDefault("Authorization");

  static final Key<String> JWT_OWNER_CLAIM =
      jwt("JWT_OWNER_CLAIM", Kinds.word(LONGEST_NAME), "The claim that names the caller.")
          .byDefault("sub");

  static final Key<String> JWT_TEAM_CLAIM =
      jwt("JWT_TEAM_CLAIM", Kinds.word(LONGEST_NAME), "The claim that names the caller's team.")
          .byDefault("team");

  static final Key<String> JWT_SCOPE_CLAIM =
      jwt(
              "JWT_SCOPE_CLAIM",
              Kinds.word(LONGEST_NAME),
              "The claim that lists scopes, as an array or separated by spaces; other scopes than"
                  + " ours are passed over.")
          .byDefault("scope");

  static final Key<List<String>> JWT_SCOPES =
      jwt("JWT_SCOPES", AccessKeys.SCOPES, "What callers may do whose token has no such claim.")
          .byDefault("inference,models:read");

  static final List<Key<?>> ALL =
      List.of(
          JWT_ISSUER,
          JWT_AUDIENCE,
          JWT_JWKS_URL,
          JWT_ALGORITHMS,
          JWT_CLOCK_SKEW,
          JWT_HEADER,
          JWT_OWNER_CLAIM,
          JWT_TEAM_CLAIM,
          JWT_SCOPE_CLAIM,
          JWT_SCOPES);

  private JwtKeys() {}

  /** Null unless {@code needed}, or when one of the keys that must be given is not. */
  static @Nullable JwtTrust read(KeyReader keys, boolean needed) {
    String why = "AUTH_MODE has jwt";
    String issuer = keys.needed(JWT_ISSUER, needed, why);
    List<String> audiences = keys.needed(JWT_AUDIENCE, needed, why);
    URI jwks = keys.needed(JWT_JWKS_URL, needed, why);
    if (!needed || issuer == null || audiences == null || jwks == null) {
      return null;
    }
    return new JwtTrust(
        issuer,
        audiences,
        jwks,
        Set.copyOf(keys.value(JWT_ALGORITHMS)),
        keys.value(JWT_CLOCK_SKEW),
        keys.value(JWT_HEADER),
        keys.value(JWT_OWNER_CLAIM),
        keys.value(JWT_TEAM_CLAIM),
        keys.value(JWT_SCOPE_CLAIM),
        Set.copyOf(keys.value(JWT_SCOPES)));
  }

  private static <T> Key<T> jwt(String name, Kind<T> kind, String meaning) {
    return Key.of(name, Topic.ACCESS, kind, meaning);
  }
}
