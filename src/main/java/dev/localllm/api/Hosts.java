package dev.localllm.api;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which names this server may be called by (SEC-2). Where callers need no credential, a page of any
 * web site could call as well: its name is made to resolve to us, and the browser takes our answers
 * for the site's own. The page needs a name that somebody can register, so addresses and names that
 * exist in private networks only are accepted, and others when they are listed. Thread-safe.
 */
public final class Hosts {

  private static final String ANY = "*";
  private static final Pattern PORT = Pattern.compile(":\\d*$");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]");

  /** RFC 6761, RFC 6762, RFC 8375, ICANN's resolution 2024.07.29.06, and Kubernetes. */
  private static final List<String> PRIVATE =
      List.of(".localhost", ".local", ".internal", ".home.arpa", ".svc");

  private final boolean guarded;
  private final Set<String> names;
  private final List<String> domains;
  // clients call it by the same name again and again
  private volatile String accepted = "localhost";

  /**
   * Accepts the names in {@code allowed}; {@code *.example.com} is for all below a name and {@code
   * *} for all.
   *
   * @param guarded whether every request must use one of them; else only those that come without a
   *     credential and need none
   */
  public Hosts(boolean guarded, List<String> allowed) {
    this.guarded = guarded;
    List<String> lower = allowed.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    names = lower.stream().collect(Collectors.toUnmodifiableSet());
    domains =
        lower.stream()
            .filter(name -> name.startsWith("*."))
            .map(name -> name.substring(1))
            .toList();
  }

  /** What a caller is told whose {@code Host} is not accepted. */
  public static String refusal() {
    return "without a credential this server is not to be called by that Host;"
        + " ALLOWED_HOSTS lists the names that it may be called by";
  }

  /** Whether a request with this {@code Host} header, whoever sends it, is meant for us. */
  public boolean admits(@Nullable String header) {
    return !guarded || accepts(header);
  }

  /** Whether a request with this {@code Host} header may come without a credential. */
  public boolean accepts(@Nullable String header) {
    if (header == null || header.equals(accepted)) {
      return true;
    }
    boolean fits = fits(PORT.matcher(header).replaceFirst("").toLowerCase(Locale.ROOT));
    if (fits) {
      accepted = header;
    }
    return fits;
  }

  private boolean fits(String name) {
    String host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return host.indexOf('.') < 0
        || ADDRESS.matcher(host).matches()
        || names.contains(ANY)
        || names.contains(host)
        || PRIVATE.stream().anyMatch(host::endsWith)
        || domains.stream().anyMatch(host::endsWith);
  }
}
