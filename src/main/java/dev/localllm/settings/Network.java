package dev.localllm.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** A block of IP addresses in CIDR notation (RFC 4632). Immutable. */
public final class Network {
  private static final int BYTE = 8;

  private final String text;
  private final byte[] prefix;
  private final int bits;

  private Network(String text, byte[] prefix, int bits) {
    this.text = text;
    this.prefix = prefix;
    this.bits = bits;
  }

  /** Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address; throws {@link Kind.Unfit}. */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    // nothing else would be looked up by name
    if (!address.matches("[0-9.]{1,15}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,45}")) {
      throw new Kind.Unfit("");
    }
    try {
      byte[] prefix = InetAddress.getByName(address).getAddress();
      int most = prefix.length * BYTE;
      int bits = slash < 0 ? most : bits(text.substring(slash + 1), most);
      Network network = new Network(text, prefix, bits);
      if (!network.isAligned()) {
        throw new Kind.Unfit(text + " has bits set behind its prefix");
      }
      return network;
    } catch (UnknownHostException e) {
      throw new Kind.Unfit("");
    }
  }

  /** Whether {@code address} belongs to it. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != prefix.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (bit(bytes, bit) != bit(prefix, bit)) {
        return false;
      }
    }
    return true;
  }

  /** Whether some address belongs to both. */
  public boolean overlaps(Network other) {
    if (prefix.length != other.prefix.length) {
      return false;
    }
    for (int bit = 0; bit < Math.min(bits, other.bits); bit++) {
      if (bit(prefix, bit) != bit(other.prefix, bit)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network network
        && bits == network.bits
        && Arrays.equals(prefix, network.prefix);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(prefix) + bits;
  }

  @Override
  public String toString() {
    return text;
  }

  private boolean isAligned() {
    for (int bit = bits; bit < prefix.length * BYTE; bit++) {
      if (bit(prefix, bit) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int bit(byte[] bytes, int index) {
    return bytes[index / BYTE] >> (BYTE - 1 - index % BYTE) & 1;
  }

  private static int bits(String text, int most) {
    if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > most) {
      throw new Kind.Unfit("");
    }
    return Integer.parseInt(text);
  }
}
