package dev.localllm.observe;

import dev.localllm.api.Formats;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request whose headers about formats and languages are not looked at by JAX-RS, which would
 * refuse malformed ones: most answers have one format, and whoever cares asks {@link Formats}.
 */
final class AnyFormat extends HttpServletRequestWrapper {

  private static final Set<String> HIDDEN =
      Set.of("accept", "accept-language", "content-language", "content-type");

  private AnyFormat(HttpServletRequest request) {
    super(request);
  }

  /** Hides them from all but {@link Formats}. */
  static HttpServletRequest of(HttpServletRequest request) {
    Formats.remember(request);
    return new AnyFormat(request);
  }

  @Override
  public @Nullable String getHeader(String name) {
    return hidden(name) ? null : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return hidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
  }

  @Override
  public @Nullable String getContentType() {
    return null;
  }

  private static boolean hidden(String name) {
    return HIDDEN.contains(name.toLowerCase(Locale.ROOT));
  }
}
