package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.settings.JwtTrust;
import dev.localllm.settings.RateLimits;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {

  private static final RateLimits RATES = new RateLimits(0, 0, 0);

  private final Map<String, Object> claims = new HashMap<>(Map.of("sub", "ann"));

  @Test
  void theSubjectIsTheIdAndTheOwnerTheName() throws WrongToken {
    claims.put("email", "ann@example.com");
    Caller caller = read(Issuer.trust("email", "team", "scope"));
    assertThat(caller.id()).isEqualTo("jwt:ann");
    assertThat(caller.name()).isEqualTo("ann@example.com");
    assertThat(caller.owner()).isEqualTo("ann@example.com");
    assertThat(caller.team()).isEmpty();
  }

  @Test
  void withoutTheClaimTheScopesAreThoseOfTheSettings() throws WrongToken {
    assertThat(read().scopes()).containsExactlyInAnyOrder(Scope.INFERENCE, Scope.MODELS_READ);
    claims.put("scope", null);
    assertThat(read().scopes()).containsExactlyInAnyOrder(Scope.INFERENCE, Scope.MODELS_READ);
  }

  @Test
  void scopesAreAnArrayOrSeparatedBySpaces() throws WrongToken {
    Set<Scope> both = Set.of(Scope.ADMIN, Scope.MODELS_MANAGE);
    assertThat(scopes("admin models:manage")).isEqualTo(both);
    assertThat(scopes("  openid admin  models:manage admin ")).isEqualTo(both);
    assertThat(scopes(List.of("models:manage", "openid", "admin"))).isEqualTo(both);
    assertThat(scopes(Arrays.asList("models:manage", null, 1, List.of("usage:read"), "admin")))
        .isEqualTo(both);
  }

  /** Look-alikes, other letters, other spaces, and other types. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "openid",
        "Admin",
        "ADMIN",
        "аdmin",
        "ａｄｍｉｎ",
        "admin\u200b",
        "admın",
        "admin,inference",
        "admin\tinference",
        "admin\u00a0inference",
        "admin\n",
        "models：read",
        "admin*",
        "*",
        "\u0000admin"
      })
  void whatIsNotExactlyAScopeOfOursIsNone(String scope) throws WrongToken {
    assertThat(scopes(scope)).isEmpty();
    assertThat(scopes(List.of(scope))).isEmpty();
  }

  @Test
  void aScopeInAnArrayIsNotTakenApart() throws WrongToken {
    assertThat(scopes(List.of("admin inference"))).isEmpty();
    assertThat(scopes(Map.of("admin", true))).isEmpty();
    assertThat(scopes(1)).isEmpty();
    assertThat(scopes(true)).isEmpty();
  }

  @Test
  void aPathLeadsToNestedClaims() throws WrongToken {
    claims.put("realm_access", Map.of("roles", List.of("admin"), "who", Map.of("name", "Ann")));
    Caller caller =
        read(Issuer.trust("realm_access.who.name", "realm_access.team", "realm_access.roles"));
    assertThat(caller.owner()).isEqualTo("Ann");
    assertThat(caller.team()).isEmpty();
    assertThat(caller.scopes()).containsExactly(Scope.ADMIN);
  }

  @Test
  void aNameWithDotsGoesBeforeAPath() throws WrongToken {
    claims.put("https://example.com/scope", "admin");
    claims.put("a", Map.of("b", "inference"));
    claims.put("a.b", "usage:read");
    assertThat(read(Issuer.trust("sub", "team", "https://example.com/scope")).scopes())
        .containsExactly(Scope.ADMIN);
    assertThat(read(Issuer.trust("sub", "team", "a.b")).scopes()).containsExactly(Scope.USAGE_READ);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b", "sub.a", ".", "..", "sub.", ".sub"})
  void aPathThatLeadsNowhereIsNoClaim(String path) {
    assertThatThrownBy(() -> read(Issuer.trust(path, "team", "scope")))
        .isInstanceOf(WrongToken.class)
        .hasMessage("its claim JWT_OWNER_CLAIM is no name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u3000",
        "a\nb",
        "a\u0000",
        "\u001b[31m",
        "a\u0085",
        "a\u2028b",
        "\ud800",
        "\udc00a"
      })
  void namesThatAreNoneAreRefused(String name) {
    for (String claim : List.of("sub", "owner")) {
      claims.putAll(Map.of("sub", "ann", "owner", "Ann"));
      claims.put(claim, name);
      assertThatThrownBy(() -> read(Issuer.trust("owner", "team", "scope")))
          .isInstanceOf(WrongToken.class);
    }
  }

  @Test
  void teamsThatAreNoNamesAreRefused() throws WrongToken {
    claims.put("team", "");
    assertThat(read().team()).isEmpty();
    for (Object team : List.of("a\nb", 1, List.of("blue"), "a".repeat(201))) {
      claims.put("team", team);
      assertThatThrownBy(this::read)
          .isInstanceOf(WrongToken.class)
          .hasMessage("its claim JWT_TEAM_CLAIM is no name");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ａnn",
        "аnn",
        "Zoë",
        "Zoe\u0308",
        "山田",
        "👩‍💻",
        "ann\u202e",
        "' or 1=1 --",
        "<b>",
        "{0}",
        "%s"
      })
  void namesAreKeptAsTheyAre(String name) throws WrongToken {
    claims.put("sub", name);
    assertThat(read().id()).isEqualTo("jwt:" + name);
    assertThat(read().owner()).isEqualTo(name);
  }

  private Set<Scope> scopes(Object claim) throws WrongToken {
    claims.put("scope", claim);
    return read().scopes();
  }

  private Caller read() throws WrongToken {
    return read(Issuer.trust());
  }

  private Caller read(JwtTrust trust) throws WrongToken {
    return new TokenClaims(trust, RATES).caller(claims);
  }
}
