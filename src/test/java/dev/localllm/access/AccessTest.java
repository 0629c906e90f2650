package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.access.Decision.Admitted;
import dev.localllm.access.Decision.Refused;
import dev.localllm.access.Decision.Undecided;
import dev.localllm.chat.AccessError.Unauthorized;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.settings.NetworkCaller;
import dev.localllm.settings.Networks;
import dev.localllm.settings.RateLimits;
import dev.localllm.settings.Settings;
import dev.localllm.settings.Settings.AuthMode;
import dev.localllm.store.Database;
import dev.localllm.store.StoreUnavailable;
import dev.localllm.store.Stores;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SEC-1: callers by API key, before, while and after keys are read for the first time. */
class AccessTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final String WRONG = "llm_" + "a".repeat(32);

  private final MovableClock clock = new MovableClock();
  private final Database database = Stores.H2.open();
  private final KeyRing ring = new KeyRing(database, Keys.trust(Keys.NEW));
  private final Access access = access(ring);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aCallerWaitsForTheFirstLookAtTheKeys() throws Exception {
    String secret =
        Keys.in(database, clock, Keys.NEW)
            .create(Keys.named("a"), "x", Keys.TOLD)
            .secret()
            .reveal();
    assertThat(access.ready()).isFalse();
    assertThat(access.mayBeUndecided()).isTrue();
    assertThat(access.identify(with(secret), HERE)).isEqualTo(new Undecided(secret));
    Thread waiting = Thread.startVirtualThread(() -> access.await(new Undecided(secret)));
    ring.refresh();
    waiting.join();
    assertThat(access.ready()).isTrue();
    assertThat(access.mayBeUndecided()).isFalse();
    assertThat(access.identify(with(secret), HERE)).isInstanceOf(Admitted.class);
    assertThat(refusal(with(WRONG))).isInstanceOf(Unauthorized.class);
  }

  @Test
  void nobodyWaitsForADatabaseThatIsAway() {
    Database away = Stores.H2.open();
    away.close();
    KeyRing empty = new KeyRing(away, Keys.trust(Keys.NEW));
    assertThatThrownBy(empty::refresh).isInstanceOf(StoreUnavailable.class);
    Access later = access(empty);
    assertThat(later.mayBeUndecided()).isFalse();
    assertThat(later.ready()).isFalse();
    assertThat(((Refused) later.identify(with(WRONG), HERE)).error()).isInstanceOf(Busy.class);
  }

  @Test
  void aNetworkIsNotRefusedForWantOfKeysThatAreNotRead() {
    Credentials none = Credentials.of(name -> List.of(), "Authorization");
    assertThat(refusal(none)).isInstanceOf(Busy.class);
    ring.refresh();
    assertThat(refusal(none)).isInstanceOf(Unauthorized.class);
    Keys.in(database, clock, Keys.NEW).create(Keys.named("office"), "x", Keys.TOLD);
    ring.refresh();
    assertThat(access.identify(none, HERE)).isInstanceOf(Admitted.class);
  }

  private GatewayError refusal(Credentials credentials) {
    return ((Refused) access.identify(credentials, HERE)).error();
  }

  private static Credentials with(String secret) {
    return Credentials.of(
        name -> name.equalsIgnoreCase("x-api-key") ? List.of(secret) : List.of(), "Authorization");
  }

  private Access access(KeyRing ring) {
    Settings.Access settings =
        new Settings.Access(
            Set.of(AuthMode.KEYS),
            List.of(),
            List.of(),
            Keys.trust(Keys.NEW),
            null,
            Set.of(),
            List.of(new NetworkCaller(Networks.of("127.0.0.0/8").getFirst(), "office")),
            List.of(),
            60);
    return new Access(settings, new RateLimits(0, 0, 0), ring, null, clock);
  }
}
