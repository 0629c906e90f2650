package dev.localllm.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/**
 * Which formats a client says it takes. JAX-RS does not see the header, since it would fail on
 * malformed ones, and most answers have one format only.
 */
public final class Formats {

  /** Name of the request attribute that holds the {@code Accept} header, if there was one. */
  public static final String ATTRIBUTE = "dev.localllm.accept";

  private Formats() {}

  /** Whether a client wants comma-separated values: it names them, and not JSON before them. */
  public static boolean csv(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof String accept && csv(accept);
  }

  static boolean csv(String accept) {
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String type = range.split(";", -1)[0].strip();
      if (type.equals("text/csv")) {
        return true;
      }
      if (type.equals("application/json")) {
        return false;
      }
    }
    return false;
  }
}
