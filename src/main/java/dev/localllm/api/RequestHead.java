package dev.localllm.api;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Invalid;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a request (RFC 9110, section 5.5; RFC 9112, sections 3.2 and 6). What a proxy
 * before us may read in another way, the length of the body above all, is refused: of two readings
 * one lets a second request through that nobody has looked at. Thread-safe.
 */
public final class RequestHead {

  private static final String CONTENT_LENGTH = "Content-Length";
  private static final String TRANSFER_ENCODING = "Transfer-Encoding";

  private static final Pattern HOST =
      Pattern.compile("(?:[\\w~.!$&'()*+,;=%-]++|\\[[0-9A-Fa-f:.]++])(?::\\d{0,5})?");

  private static final Pattern BLANKS = Pattern.compile("[ \\t]++$");

  private RequestHead() {}

  /** What is wrong with them; empty when nothing is. */
  public static Optional<GatewayError> flaw(HttpServletRequest request) {
    String flaw = framing(request);
    if (flaw == null) {
      flaw = host(request);
    }
    if (flaw == null) {
      flaw = values(request);
    }
    return Optional.ofNullable(flaw).map(words -> new Invalid(words, null));
  }

  private static @Nullable String framing(HttpServletRequest request) {
    List<String> lengths = all(request, CONTENT_LENGTH);
    List<String> codings = all(request, TRANSFER_ENCODING);
    if (lengths.size() > 1 || codings.size() > 1) {
      return "Content-Length and Transfer-Encoding may be sent once";
    }
    if (!lengths.isEmpty() && !digits(lengths.getFirst())) {
      return "Content-Length must be a number";
    }
    if (codings.isEmpty()) {
      return null;
    }
    if (!lengths.isEmpty()) {
      return "send Content-Length or Transfer-Encoding, not both";
    }
    if (request.getProtocol().equals("HTTP/1.0")) {
      return "HTTP/1.0 has no Transfer-Encoding";
    }
    return codings.getFirst().equalsIgnoreCase("chunked")
        ? null
        : "Transfer-Encoding must be chunked";
  }

  private static @Nullable String host(HttpServletRequest request) {
    List<String> hosts = all(request, "Host");
    if (hosts.isEmpty() && request.getProtocol().equals("HTTP/1.0")) {
      return null;
    }
    if (hosts.size() != 1) {
      return "Host must be sent, and sent once";
    }
    String host = hosts.getFirst();
    if (!HOST.matcher(host).matches()) {
      return "Host must be a name or an address, with a port or without";
    }
    return bare(host).equals(bare(request.getServerName()))
        ? null
        : "the address and Host name different servers";
  }

  private static @Nullable String values(HttpServletRequest request) {
    Enumeration<String> names = request.getHeaderNames();
    while (names.hasMoreElements()) {
      Enumeration<String> values = request.getHeaders(names.nextElement());
      while (values.hasMoreElements()) {
        if (hasControl(values.nextElement())) {
          return "a header has a control character";
        }
      }
    }
    return null;
  }

  private static boolean hasControl(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return true;
      }
    }
    return false;
  }

  private static boolean digits(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String bare(String host) {
    int end = host.endsWith("]") ? host.length() : host.lastIndexOf(':');
    boolean port = end > 0 && (host.startsWith("[") || host.indexOf(':') == end);
    String name = port ? host.substring(0, end) : host;
    return name.replace("[", "").replace("]", "").toLowerCase(Locale.ROOT);
  }

  private static List<String> all(HttpServletRequest request, String name) {
    List<String> values = new ArrayList<>();
    for (Enumeration<String> each = request.getHeaders(name); each.hasMoreElements(); ) {
      // a blank before it may mean that the value was folded, which is read in several ways
      values.add(BLANKS.matcher(each.nextElement()).replaceFirst(""));
    }
    return values;
  }
}
