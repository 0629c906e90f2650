package dev.localllm.api;

import dev.localllm.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;

/** Where the caller of a request is found once the door has let it in. */
public final class Callers {

  private static final String CALLER = "dev.localllm.caller";
  private static final String ADDRESS = "dev.localllm.address";

  private Callers() {}

  /** Remembers who calls, and from where. */
  static void remember(HttpServletRequest request, Caller caller, InetAddress address) {
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

  private static IllegalStateException nobody() {
    return new IllegalStateException("nobody has been identified");
  }
}
