package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.settings.Network;
import dev.localllm.settings.NetworkCaller;
import dev.localllm.settings.Networks;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkDoubtsTest {

  @Test
  void aNetworkThatHasAProxyIsDoubtful() {
    assertThat(doubts("10.0.0.0/8", "10.1.0.0/16", "192.0.2.1"))
        .singleElement()
        .asString()
        .contains("10.0.0.0/8", "10.1.0.0/16", "X-Forwarded-For");
    assertThat(doubts("10.1.2.0/24", "10.1.0.0/16", "192.0.2.1")).hasSize(1);
    assertThat(doubts("10.2.0.0/16", "10.1.0.0/16", "192.0.2.1")).isEmpty();
    assertThat(doubts("fd00::/8", "10.0.0.0/8", "192.0.2.1")).isEmpty();
  }

  @Test
  void aNetworkThatHasTheGatewayOfDockersNatIsDoubtful() {
    assertThat(doubts("172.16.0.0/12", "10.0.0.0/8", "172.18.0.1"))
        .singleElement()
        .asString()
        .contains("172.16.0.0/12", "172.18.0.1");
    assertThat(doubts("172.18.0.7/32", "10.0.0.0/8", "172.18.0.1")).isEmpty();
  }

  @Test
  void aTrustedProxyIsToldOfOnce() {
    assertThat(doubts("172.16.0.0/12", "172.18.0.1/32", "172.18.0.1")).hasSize(1);
  }

  private static List<String> doubts(String network, String proxy, String relay) {
    Network callers = Networks.of(network).getFirst();
    List<Network> proxies = Networks.of(proxy);
    try {
      return NetworkDoubts.of(
          List.of(new NetworkCaller(callers, "office")),
          proxies,
          List.of(InetAddress.getByName(relay)));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
