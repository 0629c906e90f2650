package dev.localllm.observe;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which browser origins may call (SEC-4, CFG-7). Immutable. */
final class Origins {

  private static final Set<String> HEADERS =
      Set.of(
          "accept",
          "authorization",
          "content-encoding",
          "content-type",
          "if-match",
          "if-none-match",
          "user-agent",
          "x-api-key",
          "x-request-id",
          "x-requested-with");
  private static final List<String> PREFIXES = List.of("anthropic-", "openai-", "x-stainless-");

  private final Set<String> allowed;
  private final boolean every;
  private final String own;

  /**
   * Allows the {@code allowed} origins, or every one by {@code *}.
   *
   * @param publicUrl where clients reach us, if that is not what {@code Host} says
   */
  Origins(List<String> allowed, @Nullable URI publicUrl) {
    this.allowed = Set.copyOf(allowed);
    every = allowed.contains("*");
    own = publicUrl == null ? "" : publicUrl.getScheme() + "://" + publicUrl.getRawAuthority();
  }

  /** Whether pages of {@code origin} may read our answers. */
  boolean allows(String origin) {
    return every || allowed.contains(origin.toLowerCase(Locale.ROOT));
  }

  /** Whether {@code origin} is this server itself, which was called as {@code host}. */
  boolean isOwn(String origin, @Nullable String host) {
    return origin.equalsIgnoreCase(own)
        || (host != null
            && (origin.equalsIgnoreCase("http://" + host)
                || origin.equalsIgnoreCase("https://" + host)));
  }

  /** What {@code Access-Control-Allow-Origin} says to an origin that is allowed. */
  String answer(String origin) {
    return every ? "*" : origin;
  }

  /** Of the comma-separated request headers that a page wants to send, those that it may. */
  String allowedHeaders(String wanted) {
    return Stream.of(wanted.split(",", -1))
        .map(header -> header.strip().toLowerCase(Locale.ROOT))
        .filter(Origins::known)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static boolean known(String header) {
    return HEADERS.contains(header)
        || (PREFIXES.stream().anyMatch(header::startsWith)
            && header.chars().allMatch(c -> c == '-' || (c >= 'a' && c <= 'z')));
  }
}
