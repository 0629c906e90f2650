package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.access.TokenCheck.Known;
import dev.localllm.access.VerifiedTokens.Digest;
import dev.localllm.access.VerifiedTokens.Entry;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {

  private static final KeySet KEYS = keys();
  private static final String FINGERPRINT = fingerprint();

  private final VerifiedTokens tokens = new VerifiedTokens();

  @Test
  void neverRemembersMoreThanTenThousand() {
    for (int i = 0; i < 3 * VerifiedTokens.MOST; i++) {
      remember("token" + i);
      assertThat(tokens.size()).isLessThanOrEqualTo(VerifiedTokens.MOST);
    }
  }

  @Test
  void neverRemembersManyMoreWhenThreadsRace() {
    IntStream.range(0, 20 * VerifiedTokens.MOST).parallel().forEach(i -> remember("token" + i));
    assertThat(tokens.size()).isLessThan(VerifiedTokens.MOST + 100);
  }

  @Test
  void whatIsAskedForStays() {
    remember("busy");
    remember("idle");
    for (int i = 0; i < 3 * VerifiedTokens.MOST; i++) {
      remember("token" + i);
      assertThat(isRemembered("busy")).isTrue();
    }
    assertThat(isRemembered("idle")).isFalse();
  }

  @Test
  void theLastFiveThousandStay() {
    for (int i = 0; i < 2 * VerifiedTokens.MOST + 1234; i++) {
      remember("token" + i);
    }
    for (int i = VerifiedTokens.MOST + VerifiedTokens.MOST / 2 + 1234; i < 21_234; i++) {
      assertThat(isRemembered("token" + i)).isTrue();
    }
  }

  @Test
  void aTokenIsRememberedByItsSha256() {
    // FIPS 180-2, B.1
    assertThat(Digest.of("abc"))
        .isEqualTo(
            new Digest(
                0xba7816bf8f01cfeaL,
                0x414140de5dae2223L,
                0xb00361a396177a9cL,
                0xb410ff61f20015adL));
  }

  private void remember(String token) {
    Caller caller =
        new Caller("jwt:x", "x", "x", "", Set.of(), ModelPatterns.ALL, Allowance.UNLIMITED);
    tokens.add(
        Digest.of(token), new Entry(new Known(caller), FINGERPRINT, Issuer.START.plusSeconds(1)));
  }

  private boolean isRemembered(String token) {
    return tokens.find(Digest.of(token), KEYS, Issuer.START).isPresent();
  }

  private static KeySet keys() {
    try {
      return KeySet.read(Issuer.published(Issuer.RSA), Set.of("RS256"));
    } catch (KeySource.Unavailable e) {
      throw new AssertionError(e);
    }
  }

  private static String fingerprint() {
    try {
      List<IssuerKey> named = KEYS.named("rsa");
      return named.getFirst().fingerprint();
    } catch (WrongToken e) {
      throw new AssertionError(e);
    }
  }
}
