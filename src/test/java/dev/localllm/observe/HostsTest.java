package dev.localllm.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

  private final Hosts local = new Hosts("localhost");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:8000",
        "127.0.0.1:8000",
        "[::1]:8000",
        "[::1]",
        "10.0.0.7",
        "a.localhost",
        "mac.local:8000",
        "host.docker.internal:8000",
        ""
      })
  void localNamesAndAddressesAreAccepted(String host) {
    assertThat(local.accepts(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "example.com:8000",
        "localhost.evil.com",
        "notlocal",
        "1.2.3.4.evil"
      })
  void foreignNamesAreRefused(String host) {
    assertThat(local.accepts(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "[::1]", "LocalHost"})
  void everyLoopbackAddressIsGuarded(String listening) {
    assertThat(new Hosts(listening).accepts("example.com")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "0.0.0.0", "10.0.0.7", "gateway"})
  void aServerThatOthersReachIsCalledByAnyName(String listening) {
    assertThat(new Hosts(listening).accepts("example.com")).isTrue();
  }

  @Test
  void aRequestWithoutTheHeaderIsNoBrowsers() {
    assertThat(local.accepts(null)).isTrue();
  }

  @Test
  void aNameThatWasRefusedOnceIsRefusedAgain() {
    assertThat(local.accepts("example.com")).isFalse();
    assertThat(local.accepts("example.com")).isFalse();
    assertThat(local.accepts("127.0.0.1")).isTrue();
    assertThat(local.accepts("example.com")).isFalse();
    assertThat(local.accepts("127.0.0.1")).isTrue();
  }
}
