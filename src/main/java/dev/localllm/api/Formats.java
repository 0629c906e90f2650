package dev.localllm.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which formats a client says it sends and takes. JAX-RS does not see the headers, since it would
 * fail on malformed ones, and most answers have one format only.
 */
public final class Formats {

  private static final String ACCEPT = "dev.localllm.accept";
  private static final String CONTENT_TYPE = "dev.localllm.contentType";

  private Formats() {}

  /** Remembers the headers of {@code request}, before they are hidden. */
  public static void remember(HttpServletRequest request) {
    request.setAttribute(ACCEPT, request.getHeader("Accept"));
    request.setAttribute(CONTENT_TYPE, request.getHeader("Content-Type"));
  }

  /** What a client says its body is; null if it says nothing. */
  public static @Nullable String contentType(HttpServletRequest request) {
    return request.getAttribute(CONTENT_TYPE) instanceof String type ? type : null;
  }

  /** Whether a client wants comma-separated values: it names them, and not JSON before them. */
  public static boolean csv(HttpServletRequest request) {
    return request.getAttribute(ACCEPT) instanceof String accept && csv(accept);
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
