package dev.localllm.api;

import dev.localllm.access.Caller;
import dev.localllm.pipeline.Entrance;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;

/** Where the caller of a request is found once the door has let it in. */
public final class Callers {

  private static final String CALLER = "dev.localllm.caller";
  private static final String ADDRESS = "dev.localllm.address";

  /** Name of the request attribute that holds what the caller's limits say. */
  static final String ENTRANCE = "dev.localllm.entrance";

  private Callers() {}

  /** Remembers who calls, from where, and what its limits say. */
  static void remember(
      HttpServletRequest request, Caller caller, InetAddress address, Entrance entrance) {
    request.setAttribute(ENTRANCE, entrance);
    request.setAttribute(CALLER, caller);
    request.setAttribute(ADDRESS, address.getHostAddress());
  }

  /**
   * Who calls.
   *
   * @throws IllegalStateException where everybody may call, since nobody was asked then
   */
  public static Caller of(HttpServletRequest request) {
    if (request.getAttribute(CALLER) instanceof Caller caller) {
      return caller;
    }
    throw nobody();
  }

  /**
   * From which IP address, as the proxies before us say.
   *
   * @throws IllegalStateException where everybody may call
   */
  public static String address(HttpServletRequest request) {
    if (request.getAttribute(ADDRESS) instanceof String address) {
      return address;
    }
    throw nobody();
  }

  /**
   * What the caller's limits say; whoever works on the request enters.
   *
   * @throws IllegalStateException where everybody may call
   */
  static Entrance entrance(HttpServletRequest request) {
    if (request.getAttribute(ENTRANCE) instanceof Entrance entrance) {
      return entrance;
    }
    throw nobody();
  }

  private static IllegalStateException nobody() {
    return new IllegalStateException("nobody has been identified");
  }
}
