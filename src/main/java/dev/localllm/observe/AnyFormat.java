package dev.localllm.observe;

import dev.localllm.api.Formats;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * A request whose {@code Accept} header is not looked at: most answers have one format, and JAX-RS
 * would fail on headers that are malformed.
 */
final class AnyFormat extends HttpServletRequestWrapper {

  private static final String ACCEPT = "Accept";

  private AnyFormat(HttpServletRequest request) {
    super(request);
  }

  /** Hides the header, if there is one, from all but {@link Formats}. */
  static HttpServletRequest of(HttpServletRequest request) {
    String accept = request.getHeader(ACCEPT);
    if (accept == null) {
      return request;
    }
    request.setAttribute(Formats.ATTRIBUTE, accept);
    return new AnyFormat(request);
  }

  @Override
  public @Nullable String getHeader(String name) {
    return name.equalsIgnoreCase(ACCEPT) ? null : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return name.equalsIgnoreCase(ACCEPT) ? Collections.emptyEnumeration() : super.getHeaders(name);
  }
}
