package dev.localllm.access;

import dev.localllm.settings.Network;
import dev.localllm.settings.NetworkCaller;
import dev.localllm.settings.Settings;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Networks of CALLERS_BY_NETWORK from which more may come than their owner thinks: what a proxy, a
 * tunnel or Docker's NAT forwards has the address of that, and not of the client.
 */
public final class NetworkDoubts {

  private NetworkDoubts() {}

  /** What to tell the operator, a sentence each. */
  public static List<String> of(Settings.Access access) {
    List<InetAddress> relays = new ArrayList<>(gateways());
    relays.add(InetAddress.getLoopbackAddress());
    return of(access.callersByNetwork(), access.trustedProxies(), relays);
  }

  /** The same, where {@code relays} may forward what others send. */
  static List<String> of(
      List<NetworkCaller> callers, List<Network> proxies, List<InetAddress> relays) {
    List<String> doubts = new ArrayList<>();
    for (NetworkCaller caller : callers) {
      Network network = caller.network();
      proxies.stream()
          .filter(network::overlaps)
          .map(proxy ->
              "proxies of TRUSTED_PROXIES ("
                  + proxy
                  + ") belong to it: what they forward"
                  + " without X-Forwarded-For needs no credential")
          .forEach(doubt -> doubts.add(sentence(network, doubt)));
      relays.stream()
          .filter(network::contains)
          .filter(relay -> proxies.stream().noneMatch(proxy -> proxy.contains(relay)))
          .map(relay ->
              relay.getHostAddress()
                  + " belongs to it and is no trusted proxy: what a"
                  + " proxy, a tunnel or Docker's NAT forwards from there needs no credential")
          .forEach(doubt -> doubts.add(sentence(network, doubt)));
    }
    return doubts;
  }

  private static String sentence(Network network, String doubt) {
    return "CALLERS_BY_NETWORK has " + network + ", and " + doubt + " (docs/operations.md)";
  }

  /** By custom the first address of a network; Docker's is. */
  private static List<InetAddress> gateways() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(each -> each.getInterfaceAddresses().stream())
          .filter(each -> each.getAddress() instanceof Inet4Address)
          .filter(each -> !each.getAddress().isLoopbackAddress())
          .map(NetworkDoubts::first)
          .toList();
    } catch (SocketException e) {
      return List.of();
    }
  }

  private static InetAddress first(InterfaceAddress local) {
    int host = Integer.SIZE - local.getNetworkPrefixLength();
    int address = new BigInteger(local.getAddress().getAddress()).intValue();
    int first = host >= Integer.SIZE ? 1 : ((address >> host) << host) + 1;
    byte[] bytes = {(byte) (first >> 24), (byte) (first >> 16), (byte) (first >> 8), (byte) first};
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
