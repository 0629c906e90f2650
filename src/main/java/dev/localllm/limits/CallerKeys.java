package dev.localllm.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The names of what Redis knows of a caller. */
final class CallerKeys {

  private CallerKeys() {}

  /**
   * The window, the seconds before, the leases and what was spent. The braces keep them on one node
   * of a cluster; the digest, as it is short and plain.
   */
  static List<String> of(String caller) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(caller.getBytes(UTF_8));
      String name = SharedCounters.PREFIX + '{' + HexFormat.of().formatHex(digest, 0, 16) + '}';
      return List.of(name + ":window", name + ":seconds", name + ":leases", name + ":spent");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String spent(String caller) {
    return of(caller).getLast();
  }
}
