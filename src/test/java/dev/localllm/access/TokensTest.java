package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.localllm.access.TokenCheck.Known;
import dev.localllm.access.TokenCheck.Wrong;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

  private final Issuer issuer = new Issuer();
  private final Tokens tokens = issuer.tokens();

  @Test
  void aGoodTokenNamesItsCaller() {
    Map<String, Object> claims = Issuer.claims("team", "blue");
    claims.put("scope", "openid usage:read inference");
    assertThat(tokens.check(Issuer.token(claims)))
        .isEqualTo(
            new Known(
                new Caller(
                    "jwt:ann",
                    "ann",
                    "ann",
                    "blue",
                    Set.of(Scope.USAGE_READ, Scope.INFERENCE),
                    ModelPatterns.ALL,
                    new Allowance(60, 1000, 4, null, false))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS256"})
  void rsaSignaturesAreBelieved(String algorithm) {
    assertKnown(
        Issuer.signed(Issuer.header(algorithm, "rsa").build(), Issuer.claims(), Issuer.RSA));
  }

  @Test
  void signaturesByCurvesAreBelieved() {
    issuer.document = Issuer.published(Issuer.EC, Issuer.edwardsKey());
    Tokens curves = issuer.tokens();
    assertThat(curves.check(Issuer.signedByCurve(Issuer.header("ES256", "ec").build())))
        .isInstanceOf(Known.class);
    assertThat(curves.check(Issuer.signedByEdwards(Issuer.header("EdDSA", "ed").build())))
        .isInstanceOf(Known.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt"})
  void typesOfAccessTokensAreBelieved(String type) {
    JWSHeader header = Issuer.header("RS256", "rsa").type(new JOSEObjectType(type)).build();
    assertKnown(Issuer.signed(header, Issuer.claims(), Issuer.RSA));
  }

  @Test
  void aTypeNeedNotBeTold() {
    JWSHeader header = Issuer.header("RS256", "rsa").type(null).build();
    assertKnown(Issuer.signed(header, Issuer.claims(), Issuer.RSA));
  }

  @Test
  void oneOfSeveralAudiencesIsEnough() {
    assertKnown(Issuer.token(Issuer.claims("aud", List.of("elsewhere", "other"))));
  }

  @Test
  void anIssuerWithOneKeyNeedNotNameIt() {
    JWSHeader header = Issuer.header("RS256", "rsa").keyID(null).build();
    assertKnown(Issuer.signed(header, Issuer.claims(), Issuer.RSA));
  }

  @Test
  void aKeyToEncryptWithIsNotCounted() {
    var encrypting = new RSAKey.Builder(Issuer.FOREIGN).keyUse(KeyUse.ENCRYPTION).build();
    issuer.document = Issuer.published(Issuer.RSA, encrypting);
    JWSHeader header = Issuer.header("RS256", "rsa").keyID(null).build();
    assertThat(issuer.tokens().check(Issuer.signed(header, Issuer.claims(), Issuer.RSA)))
        .isInstanceOf(Known.class);
  }

  @Test
  void theRightOneOfTwoKeysWithOneIdCounts() {
    issuer.document = Issuer.published(Issuer.FOREIGN, Issuer.RSA);
    assertThat(issuer.tokens().check(Issuer.token())).isInstanceOf(Known.class);
  }

  @Test
  void clocksMayDifferByTheSkewAndNotMore() {
    String token = Issuer.token();
    Issuer other = new Issuer();
    other.wait(Duration.ofSeconds(330).minusMillis(1));
    assertThat(other.tokens().check(token)).isInstanceOf(Known.class);
    other.wait(Duration.ofMillis(1));
    assertThat(other.tokens().check(token)).isEqualTo(new Wrong("it has expired"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nbf", "iat"})
  void theirBeginningMayBeAheadByTheSkewAndNotMore(String claim) {
    String token =
        Issuer.token(Issuer.claims(claim, Issuer.START.plusSeconds(60).getEpochSecond()));
    issuer.wait(Duration.ofSeconds(30).minusMillis(1));
    assertThat(tokens.check(token)).isInstanceOf(Wrong.class);
    issuer.wait(Duration.ofMillis(1));
    assertKnown(token);
  }

  @Test
  void aRememberedTokenExpiresAsWell() {
    String token = Issuer.token();
    assertThat(tokens.check(token)).isSameAs(tokens.check(token)).isInstanceOf(Known.class);
    issuer.wait(Duration.ofSeconds(330).minusMillis(1));
    assertKnown(token);
    issuer.wait(Duration.ofMillis(1));
    assertThat(tokens.check(token)).isEqualTo(new Wrong("it has expired"));
  }

  @Test
  void timesMayHaveFractions() {
    assertKnown(Issuer.token(Issuer.claims("exp", Issuer.START.getEpochSecond() + 1.5)));
  }

  private void assertKnown(String token) {
    assertThat(tokens.check(token)).isInstanceOf(Known.class);
  }
}
