package dev.localllm.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

  private final Hosts open = new Hosts(true, List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:8000",
        "localhost.",
        "127.0.0.1:8000",
        "[::1]:8000",
        "[::1]",
        "10.0.0.7",
        "a.localhost",
        "mac.local:8000",
        "host.docker.internal:8000",
        "gateway.home.arpa",
        "gateway.llm.svc:8000",
        "gateway.llm.svc.cluster.local",
        "api",
        "api:8000",
        ""
      })
  void addressesAndNamesOfPrivateNetworksAreAccepted(String host) {
    assertThat(open.admits(host)).isTrue();
    assertThat(open.accepts(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "example.com:8000",
        "example.com.",
        "localhost.evil.com",
        "internal.evil.com",
        "1.2.3.4.evil",
        "127.0.0.1.nip.io",
        "evil.locals"
      })
  void namesThatSomebodyCanRegisterAreRefused(String host) {
    assertThat(open.admits(host)).isFalse();
    assertThat(open.accepts(host)).isFalse();
  }

  @Test
  void whereACredentialIsNeededEveryNameIsAdmitted_butNotWithoutIt() {
    var closed = new Hosts(false, List.of());
    assertThat(closed.admits("example.com")).isTrue();
    assertThat(closed.accepts("example.com")).isFalse();
  }

  @Test
  void listedNamesAreAcceptedInAnyCaseAndWithAnyPort() {
    var hosts = new Hosts(true, List.of("LLM.example.com", "*.lab.example"));
    assertThat(hosts.admits("llm.EXAMPLE.com:8443")).isTrue();
    assertThat(hosts.admits("a.b.lab.example")).isTrue();
    assertThat(hosts.admits("lab.example")).isFalse();
    assertThat(hosts.admits("evillab.example")).isFalse();
    assertThat(hosts.admits("x.llm.example.com")).isFalse();
  }

  @Test
  void aStarIsForAllNames() {
    assertThat(new Hosts(true, List.of("*")).admits("example.com")).isTrue();
  }

  @Test
  void aRequestWithoutTheHeaderIsNoBrowsers() {
    assertThat(open.admits(null)).isTrue();
  }

  @Test
  void aNameThatWasRefusedOnceIsRefusedAgain() {
    assertThat(open.accepts("example.com")).isFalse();
    assertThat(open.accepts("example.com")).isFalse();
    assertThat(open.accepts("127.0.0.1")).isTrue();
    assertThat(open.accepts("example.com")).isFalse();
    assertThat(open.accepts("127.0.0.1")).isTrue();
  }
}
