package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import dev.localllm.access.TokenCheck.Known;
import dev.localllm.access.TokenCheck.Undecided;
import dev.localllm.access.TokenCheck.Wrong;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How keys come, change, stay away and come back. */
class IssuerKeysTest {

  private static final RSAKey NEW = Issuer.rsa("new", 2048);
  private static final String NEW_TOKEN = signedBy(NEW);
  private static final Wrong UNKNOWN = new Wrong("it is signed with an unknown key");
  private static final Duration NO_TIME = Duration.ZERO;

  private final Issuer issuer = new Issuer();
  private final Tokens tokens = issuer.tokens();

  @Test
  void nobodyIsKnownBeforeTheFirstKeysCome() {
    Issuer slow = new Issuer();
    Tokens early = slow.tokens(slow.begun::add);
    assertThat(early.state()).isEqualTo(new Tokens.State(0, Instant.EPOCH, false, ""));
    assertThat(early.check(Issuer.token())).isEqualTo(new Undecided());
    assertThat(early.check(Issuer.token())).isEqualTo(new Undecided());
    assertThat(slow.begun).hasSize(1);
    assertThat(early.await(Issuer.token(), NO_TIME)).isEqualTo(new Undecided());
    slow.run();
    assertThat(early.await(Issuer.token(), NO_TIME)).isInstanceOf(Known.class);
    assertThat(early.check(Issuer.token())).isInstanceOf(Known.class);
  }

  @Test
  void aNewKeyIsFetchedWhenItsFirstTokenComes() {
    issuer.document = Issuer.published(Issuer.RSA, NEW);
    assertThat(tokens.check(NEW_TOKEN)).isEqualTo(new Undecided());
    issuer.run();
    assertThat(tokens.await(NEW_TOKEN, NO_TIME)).isInstanceOf(Known.class);
    assertThat(tokens.check(NEW_TOKEN)).isInstanceOf(Known.class);
    assertThat(tokens.check(Issuer.token())).isInstanceOf(Known.class);
    assertThat(issuer.fetches).isEqualTo(2);
  }

  @Test
  void oldTokensAreDecidedOnWhileKeysAreFetched() {
    assertThat(tokens.check(NEW_TOKEN)).isEqualTo(new Undecided());
    assertThat(tokens.check(Issuer.token())).isInstanceOf(Known.class);
    assertThat(tokens.check("garbage")).isInstanceOf(Wrong.class);
  }

  @Test
  void whatTheIssuerDoesNotKnowIsWrongAndNotAskedForAgainSoon() {
    assertThat(tokens.check(NEW_TOKEN)).isEqualTo(new Undecided());
    issuer.run();
    assertThat(tokens.await(NEW_TOKEN, NO_TIME)).isEqualTo(UNKNOWN);
    issuer.wait(Duration.ofSeconds(10).minusMillis(1));
    assertThat(tokens.check(NEW_TOKEN)).isEqualTo(UNKNOWN);
    assertThat(issuer.begun).isEmpty();
    issuer.wait(Duration.ofMillis(1));
    assertThat(tokens.check(NEW_TOKEN)).isEqualTo(new Undecided());
    assertThat(issuer.begun).hasSize(1);
  }

  @Test
  void aDroppedKeyEndsItsTokensEvenThoseRemembered() {
    assertThat(tokens.check(Issuer.token())).isInstanceOf(Known.class);
    issuer.document = Issuer.published(NEW);
    renewed();
    assertThat(tokens.check(NEW_TOKEN)).isInstanceOf(Known.class);
    assertThat(tokens.check(Issuer.token())).isEqualTo(new Undecided());
    issuer.run();
    assertThat(tokens.check(Issuer.token())).isEqualTo(UNKNOWN);
  }

  @Test
  void aKeyThatChangesUnderItsIdEndsItsTokens() {
    assertThat(tokens.check(Issuer.token())).isInstanceOf(Known.class);
    issuer.document = Issuer.published(Issuer.FOREIGN);
    renewed();
    assertThat(tokens.check(Issuer.token())).isEqualTo(new Wrong("its signature is wrong"));
  }

  @Test
  void tokensStayRememberedWhenTheirKeyStays() {
    TokenCheck before = tokens.check(Issuer.token());
    issuer.document = Issuer.published(NEW, Issuer.RSA);
    renewed();
    assertThat(tokens.check(Issuer.token())).isSameAs(before);
  }

  @Test
  void anIssuerThatTakesBackAllKeysIsBelieved() {
    issuer.document = "{\"keys\":[]}".getBytes(StandardCharsets.UTF_8);
    renewed();
    tokens.check(Issuer.token());
    issuer.run();
    assertThat(tokens.check(Issuer.token())).isEqualTo(UNKNOWN);
    assertThat(tokens.state().problem()).contains("none of them");
  }

  @Test
  void keysAreRenewedEveryFiveMinutes() {
    issuer.wait(Duration.ofMinutes(5).minusMillis(1));
    tokens.renew();
    assertThat(issuer.begun).isEmpty();
    issuer.wait(Duration.ofMillis(1));
    tokens.renew();
    tokens.renew();
    assertThat(issuer.begun).hasSize(1);
    issuer.run();
    assertThat(tokens.state()).isEqualTo(new Tokens.State(1, issuer.now, true, ""));
  }

  @Test
  void anOutageIsBridgedForADayAndThenNobodyIsKnown() {
    String token = lasting();
    assertThat(tokens.check(token)).isInstanceOf(Known.class);
    issuer.failure = "the answer has status 503";
    issuer.wait(Duration.ofHours(24).minusMillis(1));
    tokens.renew();
    issuer.run();
    assertThat(tokens.check(token)).isInstanceOf(Known.class);
    assertThat(tokens.state())
        .isEqualTo(new Tokens.State(1, Issuer.START, true, "the answer has status 503"));
    issuer.wait(Duration.ofMillis(1));
    assertThat(tokens.check(token)).isEqualTo(new Undecided());
    issuer.run();
    assertThat(tokens.await(token, NO_TIME)).isEqualTo(new Undecided());
    assertThat(tokens.state().fresh()).isFalse();
    issuer.failure = "";
    issuer.wait(Duration.ofSeconds(10));
    tokens.renew();
    issuer.run();
    assertThat(tokens.check(token)).isInstanceOf(Known.class);
    assertThat(tokens.state()).isEqualTo(new Tokens.State(1, issuer.now, true, ""));
  }

  @Test
  void afterAFailureItIsTriedEveryTenSeconds() {
    issuer.failure = "the answer has status 503";
    issuer.wait(Duration.ofMinutes(5));
    for (int i = 0; i < 60; i++) {
      tokens.renew();
      tokens.check(NEW_TOKEN);
      issuer.run();
      issuer.wait(Duration.ofSeconds(1));
    }
    // the first, one as soon as it had failed, and one every ten seconds
    assertThat(issuer.fetches).isBetween(6, 8);
  }

  @Test
  void anOutageIsLoggedOnceAndSoIsItsEnd() {
    List<String> lines = new ArrayList<>();
    var handler =
        new StreamHandler() {
          @Override
          public synchronized void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
          }
        };
    Logger logger = Logger.getLogger(IssuerKeys.class.getName());
    logger.addHandler(handler);
    try {
      issuer.failure = "the answer has status 503";
      renewed();
      renewed();
      renewed();
      issuer.failure = "";
      renewed();
      renewed();
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(lines)
        .containsExactly(
            "WARNING JWT_JWKS_URL brings no usable keys: the answer has status 503."
                + " The last set it brought counts for 24 hours.",
            "INFO JWT_JWKS_URL brings usable keys again: 1.");
  }

  @ParameterizedTest
  @MethodSource
  void whatIsNoKeySetChangesNothing(String document) {
    issuer.document = document.getBytes(StandardCharsets.UTF_8);
    renewed();
    assertThat(tokens.check(Issuer.token())).isInstanceOf(Known.class);
    assertThat(tokens.state().problem()).isNotEmpty();
    assertThat(tokens.state().keys()).isEqualTo(1);
  }

  static String[] whatIsNoKeySetChangesNothing() {
    String key = "{\"kty\":\"oct\",\"k\":\"AAAA\"},";
    return new String[] {
      "",
      "null",
      "[]",
      "{}",
      "{\"keys\":null}",
      "{\"keys\":{}}",
      "{\"keys\":\"x\"}",
      "{\"keys\":[",
      "{\"keys\":[]} x",
      "<html>",
      "{\"keys\":" + "[".repeat(100_000),
      "{\"keys\":[" + key.repeat(100) + key.replace("},", "}") + "]}",
    };
  }

  @Test
  void aFetchThatBreaksDoesNotKeepOthersFromBeingTried() {
    KeySource broken =
        () -> {
          throw new IllegalStateException();
        };
    IssuerKeys keys =
        new IssuerKeys(broken, Issuer.trust().algorithms(), () -> issuer.now, issuer.begun::add);
    assertThat(keys.ask()).isTrue();
    try {
      issuer.run();
    } catch (IllegalStateException expected) {
      // a thread would end with it
    }
    assertThat(keys.await(NO_TIME)).isTrue();
    assertThat(keys.state().problem()).isNotEmpty();
    issuer.wait(Duration.ofSeconds(10));
    assertThat(keys.ask()).isTrue();
    assertThat(issuer.begun).hasSize(1);
  }

  @Test
  void withoutAThreadNothingWaits() {
    Tokens stopped =
        issuer.tokens(fetch -> {
          throw new RejectedExecutionException();
        });
    stopped.renew();
    assertThat(stopped.check(Issuer.token())).isEqualTo(new Undecided());
    assertThat(stopped.await(Issuer.token(), Duration.ofDays(1))).isEqualTo(new Undecided());
  }

  @Test
  void aClockThatIsSetBackStopsNothing() {
    issuer.wait(Duration.ofHours(-2));
    String token = Issuer.token();
    assertThat(tokens.check(token)).isInstanceOf(Known.class);
    assertThat(tokens.check(NEW_TOKEN)).isEqualTo(new Undecided());
    issuer.run();
    issuer.wait(Duration.ofHours(-2));
    assertThat(tokens.check(NEW_TOKEN)).isEqualTo(new Undecided());
  }

  private void renewed() {
    issuer.wait(Duration.ofMinutes(5));
    tokens.renew();
    issuer.run();
  }

  private static String lasting() {
    return Issuer.token(Issuer.claims("exp", Issuer.START.plusSeconds(200_000).getEpochSecond()));
  }

  private static String signedBy(RSAKey key) {
    return Issuer.signed(
        Issuer.header("RS256", key.getKeyID()).build(),
        Issuer.claims("exp", Issuer.START.plusSeconds(200_000).getEpochSecond()),
        key);
  }
}
