package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.localllm.fake.FakeOllama;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SEC-1: tokens of an issuer whose keys change. */
@Tag("fake")
final class JwtIT {

  private static final String QUESTION =
      "{\"model\":\"tiny-llama\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":false}";

  private static final AtomicInteger FETCHES = new AtomicInteger();
  private static volatile List<RSAKey> published;
  private static RSAKey first;
  private static HttpServer issuer;
  private static FakeOllama ollama;
  private static GatewayProcess process;
  private static Gateway gateway;

  @BeforeAll
  static void start() throws IOException, JOSEException {
    first = key("k1");
    published = List.of(first);
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/keys",
        exchange -> {
          FETCHES.incrementAndGet();
          List<com.nimbusds.jose.jwk.JWK> all =
              published.stream().<com.nimbusds.jose.jwk.JWK>map(RSAKey::toPublicJWK).toList();
          byte[] body = new JWKSet(all).toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    issuer.start();
    ollama = FakeOllama.start();
    Map<String, String> settings = new HashMap<>();
    settings.put("OLLAMA_BASE_URL", ollama.url().toString());
    settings.put("AUTH_MODE", "jwt");
    settings.put("JWT_ISSUER", "https://issuer.example");
    settings.put("JWT_AUDIENCE", "gateway");
    settings.put("JWT_JWKS_URL", "http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys");
    settings.put("JWT_HEADER", "Cf-Access-Jwt-Assertion");
    settings.put("JWT_OWNER_CLAIM", "email");
    process = GatewayProcess.start(settings);
    gateway = new Gateway(process.url());
  }

  @AfterAll
  static void stop() {
    process.close();
    ollama.close();
    issuer.stop(0);
  }

  @Test
  void aGoodTokenIsLetInByHeaderAndAsBearer() throws JOSEException {
    String token = token(first, "ada", "inference models:read");
    assertThat(ask("Cf-Access-Jwt-Assertion", token)).isEqualTo(200);
    assertThat(ask("Authorization", "Bearer " + token)).isEqualTo(200);
    assertThat(gateway.get("/admin/v1/whoami", "Cf-Access-Jwt-Assertion", token).body())
        .contains("ada@example.com");
  }

  @Test
  void aTokenMayDoNoMoreThanItsScopes() throws JOSEException {
    String token = token(first, "bob", "models:read something:else");
    assertThat(ask("Cf-Access-Jwt-Assertion", token)).isEqualTo(403);
    assertThat(gateway.get("/v1/models", "Cf-Access-Jwt-Assertion", token).status()).isEqualTo(200);
  }

  @Test
  void aNewKeyOfTheIssuerIsLearntByTheFirstTokenThatNeedsIt() throws Exception {
    RSAKey second = key("k2");
    published = List.of(first, second);
    // keys are not asked for more often than every ten seconds
    Thread.sleep(10_500);
    assertThat(ask("Cf-Access-Jwt-Assertion", token(second, "eve", "inference"))).isEqualTo(200);
    assertThat(ask("Cf-Access-Jwt-Assertion", token(first, "ada", "inference"))).isEqualTo(200);
  }

  @Test
  void aFloodOfUnknownKeysIsNoFloodForTheIssuer() throws JOSEException {
    RSAKey foreign = key("x");
    int before = FETCHES.get();
    for (int i = 0; i < 100; i++) {
      RSAKey unknown = new RSAKey.Builder(foreign).keyID("unknown-" + i).build();
      assertThat(ask("Cf-Access-Jwt-Assertion", token(unknown, "mal", "inference")))
          .isIn(401, 429, 503);
    }
    assertThat(FETCHES.get() - before).isLessThanOrEqualTo(3);
    assertThat(ask("Cf-Access-Jwt-Assertion", token(first, "ada", "inference"))).isEqualTo(200);
  }

  private static int ask(String header, String value) {
    return gateway.post("/v1/chat/completions", QUESTION, header, value).status();
  }

  private static RSAKey key(String id) throws JOSEException {
    return new RSAKeyGenerator(2048).keyID(id).generate();
  }

  private static String token(RSAKey key, String subject, String scope) throws JOSEException {
    Instant now = Instant.now();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer("https://issuer.example")
                .audience("gateway")
                .subject(subject)
                .claim("email", subject + "@example.com")
                .claim("scope", scope)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)))
                .build());
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }
}
