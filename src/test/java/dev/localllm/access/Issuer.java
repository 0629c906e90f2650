package dev.localllm.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import dev.localllm.settings.JwtTrust;
import dev.localllm.settings.RateLimits;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/** An issuer of tokens, whose clock, keys and troubles a test decides on. */
final class Issuer implements KeySource {

  static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  static final RSAKey RSA = rsa("rsa", 2048);
  static final RSAKey FOREIGN = rsa("rsa", 2048);
  static final ECKey EC = ec("ec");
  static final KeyPair EDWARDS = edwards();
  private static final PrivateKey PRIVATE = privateKey();

  volatile Instant now = START;
  volatile byte[] document = published(RSA);
  volatile String failure = "";
  volatile int fetches;

  /** The fetches that were begun and have not been run. */
  final Deque<Runnable> begun = new ArrayDeque<>();

  static JwtTrust trust() {
    return trust("sub", "team", "scope");
  }

  static JwtTrust trust(String owner, String team, String scope) {
    return new JwtTrust(
        "https://issuer.example",
        List.of("gateway", "other"),
        URI.create("https://issuer.example/keys"),
        Set.of("RS256", "PS256", "ES256", "EdDSA"),
        Duration.ofSeconds(30),
        "Authorization",
        owner,
        team,
        scope,
        Set.of("inference", "models:read"));
  }

  /** Which knows the keys already. */
  Tokens tokens() {
    Tokens tokens = tokens(begun::add);
    tokens.renew();
    run();
    return tokens;
  }

  Tokens tokens(Executor threads) {
    return new Tokens(trust(), new RateLimits(60, 1000, 4), () -> now, this, threads);
  }

  /** Ends the fetches that were begun. */
  void run() {
    while (!begun.isEmpty()) {
      begun.remove().run();
    }
  }

  void wait(Duration time) {
    now = now.plus(time);
  }

  @Override
  public synchronized byte[] fetch() throws Unavailable {
    fetches++;
    if (!failure.isEmpty()) {
      throw new Unavailable(failure);
    }
    return document;
  }

  static byte[] published(JWK... keys) {
    return new JWKSet(Arrays.asList(keys)).toString(true).getBytes(StandardCharsets.UTF_8);
  }

  /** Claims that are all right, to be changed. */
  static Map<String, Object> claims() {
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", "https://issuer.example");
    claims.put("aud", "gateway");
    claims.put("sub", "ann");
    claims.put("exp", START.plusSeconds(300).getEpochSecond());
    return claims;
  }

  static Map<String, Object> claims(String name, Object value) {
    Map<String, Object> claims = claims();
    claims.put(name, value);
    return claims;
  }

  static JWSHeader.Builder header(String algorithm, String key) {
    return new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).type(JOSEObjectType.JWT).keyID(key);
  }

  static String token() {
    return token(claims());
  }

  static String token(Map<String, Object> claims) {
    return signed(header("RS256", "rsa").build(), claims, RSA);
  }

  static String signed(JWSHeader header, Map<String, Object> claims, RSAKey key) {
    return signed(header, JSONObjectUtils.toJSONString(claims), key);
  }

  static String signed(JWSHeader header, String claims, RSAKey key) {
    try {
      return signed(header, claims, new RSASSASigner(key.toPrivateKey(), true));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static String signed(JWSHeader header, String claims, JWSSigner signer) {
    try {
      Base64URL payload = Base64URL.encode(claims);
      String input = header.toBase64URL() + "." + payload;
      return input + "." + signer.sign(header, input.getBytes(StandardCharsets.US_ASCII));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  /** Signed with {@link #RSA}, however odd the header. */
  static String signed(String header, String claims) {
    try {
      String input = Base64URL.encode(header) + "." + Base64URL.encode(claims);
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(PRIVATE);
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + Base64URL.encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String signedByCurve(JWSHeader header) {
    try {
      return signed(header, JSONObjectUtils.toJSONString(claims()), new ECDSASigner(EC));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static String signedByEdwards(JWSHeader header) {
    try {
      String input =
          header.toBase64URL() + "." + Base64URL.encode(JSONObjectUtils.toJSONString(claims()));
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(EDWARDS.getPrivate());
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + Base64URL.encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The public key, by what stands at the end of its X.509 form. */
  static OctetKeyPair edwardsKey() {
    byte[] encoded = EDWARDS.getPublic().getEncoded();
    byte[] x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).keyID("ed").build();
  }

  private static PrivateKey privateKey() {
    try {
      return RSA.toRSAPrivateKey();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static RSAKey rsa(String id, int bits) {
    try {
      return new RSAKeyGenerator(bits, true).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static ECKey ec(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair edwards() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static SignedJWT parsed(String token) {
    try {
      return SignedJWT.parse(token);
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }
}
