package dev.localllm.access;

import dev.localllm.settings.Network;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a request comes from: the last address of {@code X-Forwarded-For} that is not one of our
 * own proxies, if the peer is one of them; else the peer. Thread-safe.
 */
public final class ClientAddress {
  private static final Pattern IP =
      Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,45}");

  private final List<Network> proxies;

  /** Believes {@code proxies}. */
  public ClientAddress(List<Network> proxies) {
    this.proxies = List.copyOf(proxies);
  }

  /**
   * The address of the client.
   *
   * @param peer the IP address at the other end of the connection
   * @param forwarded the values of {@code X-Forwarded-For}, in their order
   */
  public InetAddress of(String peer, List<String> forwarded) {
    InetAddress address = parsed(peer, InetAddress.getLoopbackAddress());
    if (proxies.isEmpty() || forwarded.isEmpty()) {
      return address;
    }
    String[] hops = String.join(",", forwarded).split(",");
    for (int i = hops.length - 1; i >= 0 && trusted(address); i--) {
      InetAddress hop = parsed(hops[i].strip(), address);
      if (hop.equals(address)) {
        return address;
      }
      address = hop;
    }
    return address;
  }

  /** Who holds an address: of IPv6 a subscriber has a whole /64 (RFC 6177), of IPv4 one. */
  static String holder(InetAddress address) {
    if (address instanceof Inet6Address) {
      byte[] bytes = address.getAddress();
      return HexFormat.ofDelimiter(":").formatHex(bytes, 0, 8) + "::/64";
    }
    return address.getHostAddress();
  }

  private boolean trusted(InetAddress address) {
    return proxies.stream().anyMatch(proxy -> proxy.contains(address));
  }

  private static InetAddress parsed(String text, InetAddress otherwise) {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    int zone = bare.indexOf('%');
    bare = zone < 0 ? bare : bare.substring(0, zone);
    // anything else would be looked up by name
    if (!IP.matcher(bare).matches()) {
      return otherwise;
    }
    try {
      return InetAddress.getByName(bare);
    } catch (UnknownHostException e) {
      return otherwise;
    }
  }
}
