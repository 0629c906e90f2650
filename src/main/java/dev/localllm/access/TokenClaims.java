package dev.localllm.access;

import dev.localllm.settings.JwtTrust;
import dev.localllm.settings.RateLimits;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the claims of a token say about the caller. Immutable. */
final class TokenClaims {

  private static final int LONGEST_NAME = 200;
  private static final String SUBJECT = "sub";

  /** What is no text, or would not stay on its line in a log; and what no database can store. */
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private final JwtTrust trust;
  private final Set<Scope> usualScopes;
  private final Allowance allowance;

  /** {@code rates} are for every caller with a token. */
  TokenClaims(JwtTrust trust, RateLimits rates) {
    this.trust = trust;
    usualScopes = scopes(List.copyOf(trust.scopes()));
    allowance = new Allowance(rates.requests(), rates.tokens(), rates.concurrency(), null, false);
  }

  /**
   * Whom the claims name.
   *
   * @throws WrongToken if they do not name anybody
   */
  Caller caller(Map<String, Object> claims) throws WrongToken {
    String owner = name(find(claims, trust.ownerClaim()), "JWT_OWNER_CLAIM");
    Object team = find(claims, trust.teamClaim());
    return new Caller(
        Caller.TOKEN + name(find(claims, SUBJECT), SUBJECT),
        owner,
        owner,
        team == null || team.equals("") ? "" : name(team, "JWT_TEAM_CLAIM"),
        claimed(claims),
        ModelPatterns.ALL,
        allowance);
  }

  private static String name(@Nullable Object claim, String label) throws WrongToken {
    if (claim instanceof String text
        && !text.isBlank()
        && text.length() <= LONGEST_NAME
        && !UNFIT.matcher(text).find()) {
      return text;
    }
    throw new WrongToken("its claim " + label + " is no name");
  }

  private Set<Scope> claimed(Map<String, Object> claims) {
    return switch (find(claims, trust.scopeClaim())) {
      case null -> usualScopes;
      case String text -> scopes(List.of(text.split(" ")));
      case List<?> list -> scopes(list);
      default -> Set.of();
    };
  }

  private static Set<Scope> scopes(List<?> labels) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (Object label : labels) {
      if (label instanceof String text) {
        Scope.labelled(text).ifPresent(scopes::add);
      }
    }
    return scopes;
  }

  /**
   * The claim of that name; if there is none, the one that a path of names, with dots between,
   * leads to, such as Keycloak's {@code realm_access.roles}. Null if there is neither, or if it is
   * null, which means the same (OpenID Connect Core 5.3.2).
   */
  private static @Nullable Object find(Map<String, Object> claims, String name) {
    if (claims.containsKey(name)) {
      return claims.get(name);
    }
    Object found = claims;
    for (String step : name.split("\\.", -1)) {
      found = found instanceof Map<?, ?> members ? members.get(step) : null;
    }
    return found;
  }
}
