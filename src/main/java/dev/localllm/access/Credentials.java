package dev.localllm.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localllm.settings.Secret;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What a request brings to say who sends it. A credential may come as a bearer token (RFC 6750), as
 * the password of basic authentication (RFC 7617) or its user name when there is no password, in
 * {@code x-api-key}, or in the header of tokens. Immutable.
 */
public final class Credentials {
  private static final String AUTHORIZATION = "Authorization";
  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";
  private static final List<String> PLAIN = List.of("x-api-key");
  private static final int LONGEST = 16 << 10;

  private final Set<Secret> given;

  private Credentials(Set<Secret> given) {
    this.given = given;
  }

  /**
   * Reads them.
   *
   * @param headers all values of a header by its name; none for an absent one
   * @param tokenHeader one more header that may bring a credential
   */
  public static Credentials of(Function<String, List<String>> headers, String tokenHeader) {
    Set<Secret> given = new LinkedHashSet<>();
    for (String value : headers.apply(AUTHORIZATION)) {
      given.add(new Secret(authorization(value.strip())));
    }
    for (String name : PLAIN) {
      headers.apply(name).forEach(value -> given.add(new Secret(value.strip())));
    }
    if (!tokenHeader.equalsIgnoreCase(AUTHORIZATION)) {
      headers.apply(tokenHeader).forEach(value -> given.add(new Secret(bare(value.strip()))));
    }
    given.removeIf(secret -> secret.reveal().isEmpty());
    return new Credentials(given);
  }

  /** Whether there are none. */
  boolean absent() {
    return given.isEmpty();
  }

  /** Whether there are several that differ. */
  boolean torn() {
    return given.size() > 1;
  }

  /** The one that there is; not to be called when there is none. */
  String text() {
    String text = given.iterator().next().reveal();
    return text.length() > LONGEST ? "" : text;
  }

  private static String authorization(String value) {
    return value.regionMatches(true, 0, BASIC, 0, BASIC.length())
        ? password(value.substring(BASIC.length()).strip())
        : bare(value);
  }

  private static String bare(String value) {
    String scheme = BEARER.strip();
    if (value.equalsIgnoreCase(scheme)) {
      // clients without a key send an empty one
      return "";
    }
    return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? value.substring(BEARER.length()).strip()
        : value;
  }

  private static String password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
      int colon = pair.indexOf(':');
      if (colon < 0) {
        return pair;
      }
      return colon == pair.length() - 1 ? pair.substring(0, colon) : pair.substring(colon + 1);
    } catch (IllegalArgumentException e) {
      // not base64, so it is wrong as whatever it is
      return encoded;
    }
  }
}
