package dev.localllm.observe;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which names this server may be called by (SEC-2). While it listens on the loopback address only,
 * another name means that a web page had its own name resolved to that address: such a request is
 * refused, as Ollama does. Behind a proxy any name is fine. Thread-safe.
 */
final class Hosts {

  private static final Pattern PORT = Pattern.compile(":\\d*$");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]");
  private static final List<String> LOCAL = List.of(".localhost", ".local", ".internal");

  private final boolean guarded;
  // clients call it by the same name again and again
  private volatile String accepted = "localhost";

  /** For a server that listens on {@code listening}, a name or an address. */
  Hosts(String listening) {
    String host = listening.toLowerCase(Locale.ROOT);
    guarded = host.equals("localhost") || host.startsWith("127.") || host.contains("::1");
  }

  /** Whether a request with this {@code Host} header is meant for us. */
  boolean accepts(@Nullable String header) {
    if (!guarded || header == null || header.equals(accepted)) {
      return true;
    }
    boolean fits = isLocal(header);
    if (fits) {
      accepted = header;
    }
    return fits;
  }

  private static boolean isLocal(String header) {
    String host = PORT.matcher(header).replaceFirst("").toLowerCase(Locale.ROOT);
    return host.isEmpty()
        || host.equals("localhost")
        || ADDRESS.matcher(host).matches()
        || LOCAL.stream().anyMatch(host::endsWith);
  }
}
