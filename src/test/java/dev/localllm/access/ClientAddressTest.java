package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.settings.Networks;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose address counts behind proxies. */
class ClientAddressTest {
  private final ClientAddress behind =
      new ClientAddress(Networks.of("10.0.0.0/8", "fd00::/8", "127.0.0.1"));

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "203.0.113.5, 198.51.100.1, 203.0.113.5",
        "10.1.2.3, 198.51.100.1, 198.51.100.1",
        "10.1.2.3, '6.6.6.6, 198.51.100.1', 198.51.100.1",
        "10.1.2.3, '198.51.100.1, 10.9.9.9', 198.51.100.1",
        "10.1.2.3, '10.4.4.4, 10.9.9.9', 10.4.4.4",
        "10.1.2.3, -, 10.1.2.3",
        "10.1.2.3, 'evil.example', 10.1.2.3",
        "10.1.2.3, '198.51.100.1, unknown', 10.1.2.3",
        "10.1.2.3, '[2001:db8::1]', 2001:db8:0:0:0:0:0:1",
        "fd00::1, 2001:db8::7, 2001:db8:0:0:0:0:0:7",
      })
  void theLastAddressThatIsNoProxyOfOursCounts(String peer, String forwarded, String client) {
    List<String> header = forwarded == null ? List.of() : List.of(forwarded);
    assertThat(behind.of(peer, header).getHostAddress()).isEqualTo(client);
  }

  @Test
  void withoutProxiesTheHeaderIsNotBelieved() {
    assertThat(new ClientAddress(List.of()).of("10.1.2.3", List.of("6.6.6.6")).getHostAddress())
        .isEqualTo("10.1.2.3");
  }

  @Test
  void ofIp6AWholeNetworkIsOneHolder() throws Exception {
    assertThat(ClientAddress.holder(InetAddress.getByName("2001:db8:1:2:3:4:5:6")))
        .isEqualTo(ClientAddress.holder(InetAddress.getByName("2001:db8:1:2::9")))
        .isNotEqualTo(ClientAddress.holder(InetAddress.getByName("2001:db8:1:3::9")));
    assertThat(ClientAddress.holder(InetAddress.getByName("192.0.2.1"))).isEqualTo("192.0.2.1");
  }
}
