package dev.localllm.api;

import dev.localllm.access.Caller;
import jakarta.servlet.http.HttpServletRequest;

/** Where the caller of a request is found once the door has let it in. */
public final class Callers {

  /** Name of the request attribute that holds the {@link Caller}. */
  static final String ATTRIBUTE = "dev.localllm.caller";

  private Callers() {}

  /**
   * Who calls.
   *
   * @throws IllegalStateException where everybody may call, since nobody was asked then
   */
  public static Caller of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("nobody has been identified");
  }
}
