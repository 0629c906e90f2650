package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.localllm.access.TokenCheck.Known;
import dev.localllm.access.TokenCheck.Wrong;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to be wrong that RFC 8725 warns of, and some more. */
class WrongTokensTest {

  private static final String CLAIMS = JSONObjectUtils.toJSONString(Issuer.claims());
  private static final String HEADER = "{\"alg\":\"RS256\",\"kid\":\"rsa\"}";

  private final Issuer issuer = new Issuer();
  private final Tokens tokens = issuer.tokens();

  @AfterEach
  void noneOfThemMakesUsAskTheIssuer() {
    assertThat(issuer.begun).isEmpty();
    assertThat(issuer.fetches).isEqualTo(1);
  }

  @Test
  void theStartingPointIsGood() {
    assertThat(tokens.check(Issuer.signed(HEADER, CLAIMS))).isInstanceOf(Known.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none", "None", "NONE", "nOnE", "HS256", "RS384", "ES256K", "", "RSA-OAEP"})
  void onlyListedAlgorithms(String algorithm) {
    String header = HEADER.replace("RS256", algorithm);
    assertWrong(Issuer.signed(header, CLAIMS));
    assertWrong(Base64URL.encode(header) + "." + Base64URL.encode(CLAIMS) + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "RS384", "ES512", "none"})
  void anotherAlgorithmIsNoReasonToAskForItsKey(String algorithm) {
    assertWrong(Issuer.signed("{\"alg\":\"" + algorithm + "\",\"kid\":\"unknown\"}", CLAIMS));
  }

  @ParameterizedTest
  @MethodSource("publicSecrets")
  void thePublicKeyIsNoSecretToSignWith(byte[] secret) throws JOSEException {
    JWSHeader header = Issuer.header("HS256", "rsa").build();
    assertWrong(Issuer.signed(header, CLAIMS, new MACSigner(secret)));
  }

  static Stream<byte[]> publicSecrets() throws JOSEException {
    byte[] der = Issuer.RSA.toRSAPublicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    return Stream.of(
        der,
        pem.getBytes(StandardCharsets.US_ASCII),
        Issuer.RSA.toRSAPublicKey().getModulus().toByteArray(),
        Issuer.RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aForeignKeyWithTheSameId() {
    JWSHeader header = Issuer.header("RS256", "rsa").build();
    assertThat(tokens.check(Issuer.signed(header, Issuer.claims(), Issuer.FOREIGN)))
        .isEqualTo(new Wrong("its signature is wrong"));
  }

  @Test
  void keysThatTheTokenBringsAlong() throws JOSEException {
    URI keys = URI.create("https://attacker.example/keys");
    JWSHeader header =
        Issuer.header("RS256", "rsa")
            .jwk(Issuer.FOREIGN.toPublicJWK())
            .jwkURL(keys)
            .x509CertURL(keys)
            .build();
    assertWrong(Issuer.signed(header, Issuer.claims(), Issuer.FOREIGN));
  }

  @Test
  void anotherAlgorithmThanItsKeyIsFor() throws JOSEException {
    var key = new RSAKey.Builder(Issuer.RSA).algorithm(JWSAlgorithm.PS256).build();
    Issuer strict = new Issuer();
    strict.document = Issuer.published(key);
    Tokens tokens = strict.tokens();
    assertThat(tokens.check(Issuer.token())).isInstanceOf(Wrong.class);
    JWSHeader header = Issuer.header("PS256", "rsa").build();
    assertThat(tokens.check(Issuer.signed(header, Issuer.claims(), Issuer.RSA)))
        .isInstanceOf(Known.class);
  }

  @Test
  void anotherKindOfKeyThanItsAlgorithmNeeds() {
    Issuer curves = new Issuer();
    curves.document = Issuer.published(Issuer.EC);
    JWSHeader header = Issuer.header("RS256", "ec").build();
    assertThat(curves.tokens().check(Issuer.signed(header, Issuer.claims(), Issuer.RSA)))
        .isInstanceOf(Wrong.class);
  }

  @Test
  void noKeyNamedWhereThereAreSeveral() {
    Issuer several = new Issuer();
    several.document = Issuer.published(Issuer.RSA, Issuer.EC);
    JWSHeader header = Issuer.header("RS256", "rsa").keyID(null).build();
    assertThat(several.tokens().check(Issuer.signed(header, Issuer.claims(), Issuer.RSA)))
        .isEqualTo(new Wrong("it does not tell which key it is signed with"));
  }

  @Test
  void emptySignaturesByCurves() {
    Issuer curves = new Issuer();
    curves.document = Issuer.published(Issuer.EC, Issuer.edwardsKey());
    Tokens tokens = curves.tokens();
    for (String header :
        List.of("{\"alg\":\"ES256\",\"kid\":\"ec\"}", "{\"alg\":\"EdDSA\",\"kid\":\"ed\"}")) {
      String input = Base64URL.encode(header) + "." + Base64URL.encode(CLAIMS) + ".";
      assertThat(tokens.check(input + Base64URL.encode(new byte[64]))).isInstanceOf(Wrong.class);
      assertThat(tokens.check(input + Base64URL.encode(new byte[3]))).isInstanceOf(Wrong.class);
      assertThat(tokens.check(input)).isInstanceOf(Wrong.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"crit\":[\"exp\"],\"exp\":1}",
        "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"crit\":[\"b64\"],\"b64\":true}",
        "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"crit\":[]}",
        "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"b64\":false}",
        "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"dpop+jwt\"}",
        "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"secevent+jwt\"}",
        "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"\"}",
        "{\"alg\":\"RS256\",\"alg\":\"RS256\",\"kid\":\"rsa\"}",
        "{\"alg\":\"none\",\"kid\":\"rsa\",\"alg\":\"RS256\"}",
        "{\"alg\":[\"RS256\"],\"kid\":\"rsa\"}",
        "{\"alg\":\"RS256\",\"kid\":1}",
        "{\"kid\":\"rsa\"}",
        "{}",
        "[]",
        "null",
        "\"RS256\"",
        "",
        "{",
        "{\"alg\":\"RS256\",\"kid\":\"rsa\"} x",
      })
  void headersThatAskForMoreOrCannotBeRead(String header) {
    assertWrong(Issuer.signed(header, CLAIMS));
  }

  @Test
  void deepHeadersAndClaims() {
    String deep = "{\"a\":".repeat(900) + "1" + "}".repeat(900);
    assertWrong(Issuer.signed(HEADER.replace("}", ",\"a\":" + deep + "}"), CLAIMS));
    String claims = CLAIMS.replace("}", ",\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}");
    assertWrong(Issuer.signed(HEADER, claims));
  }

  @ParameterizedTest
  @MethodSource
  void claimsThatAreNotForUs(String claim, Object value) {
    assertWrong(Issuer.token(Issuer.claims(claim, value)));
  }

  static Stream<Arguments> claimsThatAreNotForUs() {
    long now = Issuer.START.getEpochSecond();
    return Stream.of(
        arguments("iss", "https://issuer.example/"),
        arguments("iss", "https://ISSUER.example"),
        arguments("iss", "https://issuer.example\u0000"),
        arguments("iss", List.of("https://issuer.example")),
        arguments("aud", "gateways"),
        arguments("aud", "Gateway"),
        arguments("aud", ""),
        arguments("aud", List.of()),
        arguments("aud", List.of("elsewhere", "gateway other")),
        arguments("aud", Map.of("gateway", true)),
        arguments("exp", now - 30),
        arguments("exp", 0),
        arguments("exp", -1),
        arguments("exp", "tomorrow"),
        arguments("exp", String.valueOf(now + 300)),
        arguments("nbf", now + 31),
        arguments("nbf", "now"),
        arguments("iat", now + 31),
        arguments("sub", ""),
        arguments("sub", "  "),
        arguments("sub", 5),
        arguments("sub", "a\nb"),
        arguments("sub", "a".repeat(201)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "aud", "exp", "sub"})
  void claimsThatAreMissing(String claim) {
    Map<String, Object> claims = Issuer.claims();
    claims.remove(claim);
    assertWrong(Issuer.token(claims));
    claims.put(claim, null);
    assertWrong(Issuer.token(claims));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "", "{", "1", "\"x\"", "{} {}"})
  void claimsThatCannotBeRead(String claims) {
    assertWrong(Issuer.signed(HEADER, claims));
  }

  @Test
  void claimsThatAreThereTwice() {
    assertWrong(Issuer.signed(HEADER, CLAIMS.replace("}", ",\"sub\":\"eve\"}")));
  }

  @Test
  void aTokenWithinAToken() {
    assertWrong(Issuer.signed(HEADER.replace("}", ",\"cty\":\"JWT\"}"), Issuer.token()));
  }

  @Test
  void encryptedOnes() throws JOSEException, ParseException {
    var encrypted =
        new EncryptedJWT(
            new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM)
                .keyID("rsa")
                .type(JOSEObjectType.JWT)
                .build(),
            JWTClaimsSet.parse(CLAIMS));
    encrypted.encrypt(new RSAEncrypter(Issuer.RSA));
    assertThat(tokens.check(encrypted.serialize())).isEqualTo(new Wrong("it is no signed token"));
  }

  @Test
  void longOnes() {
    int room = 8192 - Issuer.token(Issuer.claims("pad", "")).length();
    String fits = Issuer.token(Issuer.claims("pad", "x".repeat(room * 3 / 4 - 3)));
    assertThat(fits.length()).isBetween(8180, 8192);
    assertThat(tokens.check(fits)).isInstanceOf(Known.class);
    String token = Issuer.token(Issuer.claims("pad", "x".repeat(room * 3 / 4 + 3)));
    assertThat(tokens.check(token)).isEqualTo(new Wrong("it is longer than 8192 characters"));
    assertWrong("a".repeat(10_000_000));
  }

  @Test
  void partsOfOne() {
    String token = Issuer.token();
    for (int i = 0; i < token.length() - 1; i++) {
      assertWrong(token.substring(0, i));
    }
    assertWrong(token + ".");
    assertWrong("." + token);
    assertWrong(token + token);
    assertWrong(token.replaceFirst("\\.", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "...",
        "a.b.c",
        "llm_0123456789",
        "Bearer",
        "\u0000",
        "é.é.é",
        "🔑.🔑.🔑",
        "' or 1=1 --",
        "../../etc/passwd",
        "%00",
        "${jndi:ldap://x}",
        "e30.e30.e30",
        "bnVsbA.e30.",
        "W10.W10.W10"
      })
  void garbage(String garbage) {
    assertWrong(garbage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", " ", "\n", "+", "/", "~", "é", "\u0000"})
  void lettersThatAreNotOfBase64(String letter) {
    assertWrong(Issuer.token() + letter);
    assertWrong(letter + Issuer.token());
    assertWrong(Issuer.token().replaceFirst("\\.", "." + letter));
  }

  @Test
  void aReasonTellsNothingThatTheTokenSays() {
    TokenCheck check = tokens.check(Issuer.token(Issuer.claims("iss", "https://evil.example")));
    assertThat(check.toString()).doesNotContain("evil");
    assertThat(Set.of(check)).contains(new Wrong("its issuer is not JWT_ISSUER"));
  }

  private void assertWrong(String token) {
    assertThat(tokens.check(token)).isInstanceOf(Wrong.class);
  }
}
