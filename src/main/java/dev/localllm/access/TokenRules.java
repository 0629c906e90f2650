package dev.localllm.access;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.localllm.settings.JwtTrust;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens are believed (RFC 7519, RFC 8725): what they must look like and say, besides being
 * signed. Immutable.
 */
final class TokenRules {

  private static final int LONGEST = 8192;
  private static final int DOTS = 2;

  /** Which letters are of it (RFC 4648 section 5): a table, since no processor foresees them. */
  private static final boolean[] BASE64 = new boolean[128];

  static {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        .chars()
        .forEach(c -> BASE64[c] = true);
  }

  /** RFC 7519 section 5.1 and RFC 9068 section 4. */
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  private final JwtTrust trust;

  TokenRules(JwtTrust trust) {
    this.trust = trust;
  }

  /**
   * Makes sure that it looks like a signed token: three parts, of the letters of Base64 only, which
   * the library would not insist on, and not too long. Looks at nothing else.
   */
  static void checkForm(String token) throws WrongToken {
    if (token.length() > LONGEST) {
      throw new WrongToken("it is longer than " + LONGEST + " characters");
    }
    int dots = 0;
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c == '.') {
        dots++;
      } else if (c >= BASE64.length || !BASE64[c]) {
        throw new WrongToken("it is no token");
      }
    }
    if (dots != DOTS) {
      throw new WrongToken("it is no signed token");
    }
  }

  /** Reads a token whose form has been checked, and its header. The signature is still open. */
  SignedJWT read(String token) throws WrongToken {
    SignedJWT jwt = parse(token);
    JWSHeader header = jwt.getHeader();
    require(
        trust.algorithms().contains(header.getAlgorithm().getName()),
        "its algorithm is not one of JWT_ALGORITHMS");
    require(
        header.getType() == null
            || TYPES.contains(header.getType().getType().toLowerCase(Locale.ROOT)),
        "its type is not JWT");
    require(header.getCriticalParams() == null, "its header needs extensions");
    return jwt;
  }

  private static SignedJWT parse(String token) throws WrongToken {
    try {
      return SignedJWT.parse(token);
    } catch (ParseException | RuntimeException e) {
      // the text is anybody's, and the library does not promise which exceptions it has for it
      throw new WrongToken("its header cannot be read");
    }
  }

  /** Checks the claims of a token with a good signature. */
  void check(JWTClaimsSet claims, Instant now) throws WrongToken {
    require(trust.issuer().equals(claims.getIssuer()), "its issuer is not JWT_ISSUER");
    require(
        !Collections.disjoint(trust.audiences(), claims.getAudience()),
        "it is not for JWT_AUDIENCE");
    require(now.isBefore(end(claims)), "it has expired");
    require(hasCome(claims.getNotBeforeTime(), now), "it is not valid yet");
    require(hasCome(claims.getIssueTime(), now), "it was issued in the future");
  }

  /**
   * Until when it counts.
   *
   * @throws WrongToken if it does not tell
   */
  Instant end(JWTClaimsSet claims) throws WrongToken {
    Date expires = claims.getExpirationTime();
    if (expires == null) {
      throw new WrongToken("it does not expire");
    }
    return expires.toInstant().plus(trust.clockSkew());
  }

  private boolean hasCome(@Nullable Date date, Instant now) {
    return date == null || !now.isBefore(date.toInstant().minus(trust.clockSkew()));
  }

  private static void require(boolean met, String otherwise) throws WrongToken {
    if (!met) {
      throw new WrongToken(otherwise);
    }
  }
}
