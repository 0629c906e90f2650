package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import dev.localllm.access.TokenCheck.Known;
import dev.localllm.access.TokenCheck.Undecided;
import dev.localllm.settings.RateLimits;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** No text makes a look fail, and no change to a good token leaves it good. */
class TokenFuzzTest {

  private static final String GOOD = Issuer.token();

  private final Tokens tokens = new Issuer().tokens();

  @Property
  void noTextIsAToken(@ForAll @StringLength(max = 300) String text) {
    assertThat(tokens.check(text)).isNotInstanceOfAny(Known.class, Undecided.class);
  }

  @Property
  void noHeaderBreaksIt(@ForAll("json") String header, @ForAll("json") String claims) {
    assertThat(tokens.check(Base64URL.encode(header) + "." + Base64URL.encode(claims) + ".AAAA"))
        .isNotInstanceOf(Known.class);
  }

  @Property(tries = 200)
  void noSignedClaimsBreakIt(@ForAll("json") String claims) {
    assertThat(tokens.check(Issuer.signed("{\"alg\":\"RS256\",\"kid\":\"rsa\"}", claims)))
        .isNotInstanceOf(Known.class);
  }

  /** Pieces of JSON in any order: mostly malformed, often nearly right. */
  @Provide
  Arbitrary<String> json() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "null",
            "true",
            "1e999",
            "-1",
            "9223372036854775808",
            "\"alg\":\"RS256\"",
            "\"kid\":\"rsa\"",
            "\"typ\":",
            "\"exp\":",
            "\"iss\":\"https://issuer.example\"",
            "\"aud\":",
            "\"sub\":\"ann\"",
            "\"jwk\":{\"kty\":\"RSA\"}",
            "\"x5c\":[\"AAAA\"]",
            "\"x5u\":\"::\"",
            "\"crit\":",
            "\"b64\":",
            "\ufeff",
            "🔑")
        .list()
        .ofMaxSize(12)
        .map(pieces -> "{" + String.join(",", pieces) + "}");
  }

  /** The last letter is left alone: some of its bits mean nothing. */
  @Property
  void anyOtherLetterSpoilsIt(
      @ForAll @IntRange(max = 10_000) int place, @ForAll @AlphaChars char letter) {
    int at = place % (GOOD.length() - 1);
    String changed = GOOD.substring(0, at) + letter + GOOD.substring(at + 1);
    if (!changed.equals(GOOD)) {
      assertThat(tokens.check(changed)).isNotInstanceOf(Known.class);
    }
  }

  @Property
  void onlyExactScopesCount(@ForAll @StringLength(max = 12) String scope) throws Exception {
    Caller caller =
        new TokenClaims(Issuer.trust(), new RateLimits(0, 0, 0))
            .caller(Issuer.claims("scope", List.of(scope)));
    assertThat(caller.scopes()).isEqualTo(Scope.labelled(scope).map(Set::of).orElse(Set.of()));
  }
}
