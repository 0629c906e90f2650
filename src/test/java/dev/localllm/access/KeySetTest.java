package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTest {

  private static final Set<String> ALL = Issuer.trust().algorithms();

  /** The examples of RFC 7515 A.2 and A.3, and of RFC 8037 A.4. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}"
            + " eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"
            + " eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
      })
  void theExamplesOfTheStandardsAreVerified(String key, String token) throws Exception {
    IssuerKey read = read("{\"keys\":[" + key + "]}").named(null).getFirst();
    assertThat(read.fits(Issuer.parsed(token).getHeader())).isTrue();
    assertThat(read.signed(Issuer.parsed(token))).isTrue();
    assertThat(read.signed(Issuer.parsed(token.replace(".eyJ", ".eyK").replace(".RX", ".RY"))))
        .isFalse();
  }

  @Test
  void weakKeysAreOfNoUse() throws Exception {
    assertThat(read(Issuer.rsa("weak", 1024)).size()).isZero();
    assertThat(read(Issuer.rsa("weak", 2040)).size()).isZero();
    assertThat(read(Issuer.rsa("fit", 2048)).size()).isEqualTo(1);
  }

  @Test
  void keysForOtherPurposesAreOfNoUse() throws Exception {
    RSAKey.Builder key = new RSAKey.Builder(Issuer.RSA.toRSAPublicKey());
    assertThat(read(key.keyUse(KeyUse.ENCRYPTION).build()).size()).isZero();
    assertThat(read(key.keyUse(KeyUse.SIGNATURE).build()).size()).isEqualTo(1);
    key.keyUse(null);
    assertThat(read(key.keyOperations(Set.of(KeyOperation.ENCRYPT)).build()).size()).isZero();
    assertThat(read(key.keyOperations(Set.of(KeyOperation.VERIFY)).build()).size()).isEqualTo(1);
    key.keyOperations(null);
    assertThat(read(key.algorithm(JWSAlgorithm.RS512).build()).size()).isZero();
    assertThat(read(key.algorithm(JWSAlgorithm.RS256).build()).size()).isEqualTo(1);
  }

  @Test
  void keysWhosePrivateHalfIsPublicAreOfNoUse() throws Exception {
    assertThat(read(new JWKSet(Issuer.RSA).toString(false)).size()).isZero();
    assertThat(read(new JWKSet(Issuer.EC).toString(false)).size()).isZero();
    JWK secret = new OctetSequenceKeyGenerator(256).keyID("rsa").generate();
    assertThat(read(new JWKSet(secret).toString(false)).size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "1",
        "[]",
        "{}",
        "{\"kty\":\"new\"}",
        "{\"kty\":\"RSA\"}",
        "{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"n\":1,\"e\":2}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-1\",\"x\":\"AAAA\",\"y\":\"AAAA\"}",
        "{\"kty\":\"EC\",\"crv\":\"secp256k1\","
            + "\"x\":\"eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g\","
            + "\"y\":\"SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"X25519\","
            + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
      })
  void keysThatAreMalformedOrStrangeArePassedOver(String key) throws Exception {
    String good = Issuer.RSA.toPublicJWK().toJSONString();
    KeySet keys = read("{\"keys\":[" + key + "," + good + "]}");
    assertThat(keys.size()).isEqualTo(1);
    assertThat(keys.named("rsa")).hasSize(1);
  }

  @Test
  void equalKeysAreKnownAgain() throws Exception {
    String fingerprint = read(Issuer.RSA).named("rsa").getFirst().fingerprint();
    assertThat(read(Issuer.EC, Issuer.RSA).holds(fingerprint)).isTrue();
    assertThat(read(Issuer.FOREIGN).holds(fingerprint)).isFalse();
    assertThat(read(new RSAKey.Builder(Issuer.RSA).keyID("other").build()).holds(fingerprint))
        .isFalse();
    assertThat(
            read(new RSAKey.Builder(Issuer.RSA).algorithm(JWSAlgorithm.RS256).build())
                .holds(fingerprint))
        .isFalse();
  }

  private static KeySet read(JWK... keys) throws KeySource.Unavailable {
    return KeySet.read(Issuer.published(keys), ALL);
  }

  private static KeySet read(String json) throws KeySource.Unavailable, JOSEException {
    return KeySet.read(json.getBytes(StandardCharsets.UTF_8), ALL);
  }
}
