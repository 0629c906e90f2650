package dev.localllm.api;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Invalid;
import jakarta.servlet.http.HttpServletRequest;
import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a request (RFC 9112, section 3; RFC 3986, section 2). What is not allowed there
 * fails in odd ways further in. Thread-safe.
 */
public final class RequestLine {

  private static final Pattern IP6_HOST = Pattern.compile("\\w+://\\[[0-9A-Fa-f:.]+](:\\d+)?");
  private static final BitSet ALLOWED = new BitSet();

  static {
    ALLOWED.set('a', 'z' + 1);
    ALLOWED.set('A', 'Z' + 1);
    ALLOWED.set('0', '9' + 1);
    "-._~!$&'()*+,;=:@/?".chars().forEach(ALLOWED::set);
  }

  private RequestLine() {}

  /** What is wrong with it; empty when nothing is. */
  public static Optional<GatewayError> flaw(HttpServletRequest request) {
    String version = request.getProtocol();
    if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
      return Optional.of(new Invalid("HTTP/1.1 is spoken here, not " + version, null));
    }
    // unlike the URI, the URL has everything that was sent
    if (wellFormedUrl(request.getRequestURL().toString()) && wellFormed(request.getQueryString())) {
      return Optional.empty();
    }
    return Optional.of(
        new Invalid("the address has a character that must be written as %XX", null));
  }

  static boolean wellFormedUrl(String url) {
    int path = url.indexOf('/', url.indexOf("//") + 2);
    String host = url.substring(0, path);
    boolean named = host.indexOf('[') < 0 ? wellFormed(host) : IP6_HOST.matcher(host).matches();
    return named && wellFormed(url.substring(path));
  }

  static boolean wellFormed(@Nullable String part) {
    if (part == null) {
      return true;
    }
    int length = part.length();
    for (int i = 0; i < length; i++) {
      char c = part.charAt(i);
      if (c == '%') {
        if (i + 2 >= length || !hex(part.charAt(i + 1)) || !hex(part.charAt(i + 2))) {
          return false;
        }
      } else if (!ALLOWED.get(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hex(char c) {
    return Character.digit(c, 16) >= 0 && c < 0x80;
  }
}
