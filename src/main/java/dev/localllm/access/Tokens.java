package dev.localllm.access;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.localllm.access.TokenCheck.Known;
import dev.localllm.access.TokenCheck.Undecided;
import dev.localllm.access.TokenCheck.Wrong;
import dev.localllm.settings.JwtTrust;
import dev.localllm.settings.RateLimits;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Recognises callers by JSON Web Tokens (RFC 7519) of one issuer, following RFC 8725. Thread-safe.
 */
public final class Tokens {

  private static final Undecided UNDECIDED = new Undecided();

  private final TokenRules rules;
  private final TokenClaims meaning;
  private final InstantSource clock;
  private final IssuerKeys issuer;
  private final VerifiedTokens verified = new VerifiedTokens();

  /**
   * What is known of the issuer's keys.
   *
   * @param keys how many can be used
   * @param fetchedAt when they came; {@link Instant#EPOCH} if none ever did
   * @param fresh whether they still count; they do for 24 hours
   * @param problem why the last try to fetch them failed, without addresses; empty if it did not
   */
  public record State(int keys, Instant fetchedAt, boolean fresh, String problem) {}

  /**
   * Recognises nobody before the first {@link #renew}.
   *
   * @param rates what each caller may use
   * @param threads where keys are fetched; it must not run them on the caller's thread
   */
  Tokens(
      JwtTrust trust, RateLimits rates, InstantSource clock, KeySource source, Executor threads) {
    rules = new TokenRules(trust);
    meaning = new TokenClaims(trust, rates);
    issuer = new IssuerKeys(source, trust.algorithms(), clock, threads);
    this.clock = clock;
  }

  /**
   * Begins to fetch the issuer's keys if it is time to: when there are none, every five minutes,
   * and every ten seconds after a failure. To be called at the start and every ten seconds. Returns
   * at once.
   */
  public void renew() {
    issuer.renew();
  }

  /** What is known of the issuer's keys now. */
  public State state() {
    return issuer.state();
  }

  /**
   * Looks at a token. Never blocks; undecided, it has usually begun to fetch the issuer's keys, and
   * {@link #await} can tell more.
   */
  public TokenCheck check(String token) {
    TokenCheck found = look(token);
    return found instanceof Undecided && !issuer.ask() ? verdict(token) : found;
  }

  /**
   * Looks at a token that {@link #check} could not decide on, after the fetch under way has ended.
   * Blocks until then. Still undecided if that takes longer than {@code patience}, if very many
   * wait already, if the thread is interrupted, or if no keys can be had.
   */
  public TokenCheck await(String token, Duration patience) {
    return issuer.await(patience) ? verdict(token) : look(token);
  }

  /** After a fetch: a key that is not known now is none of the issuer's. */
  private TokenCheck verdict(String token) {
    TokenCheck found = look(token);
    return found instanceof Undecided && issuer.areFresh()
        ? new Wrong("it is signed with an unknown key")
        : found;
  }

  private TokenCheck look(String token) {
    try {
      TokenRules.checkForm(token);
      KeySet keys = issuer.keys();
      VerifiedTokens.Digest digest = VerifiedTokens.Digest.of(token);
      Optional<Known> before = verified.find(digest, keys, clock.instant());
      return before.isPresent() ? before.get() : verify(token, digest, keys);
    } catch (WrongToken e) {
      return new Wrong(e.reason());
    }
  }

  private TokenCheck verify(String token, VerifiedTokens.Digest digest, KeySet keys)
      throws WrongToken {
    SignedJWT jwt = rules.read(token);
    List<IssuerKey> named = keys.named(jwt.getHeader().getKeyID());
    if (named.isEmpty()) {
      return UNDECIDED;
    }
    for (IssuerKey key : named) {
      if (key.fits(jwt.getHeader()) && key.signed(jwt)) {
        Map<String, Object> claims = claims(jwt);
        JWTClaimsSet registered = registered(claims);
        rules.check(registered, clock.instant());
        Known known = new Known(meaning.caller(claims));
        verified.add(
            digest, new VerifiedTokens.Entry(known, key.fingerprint(), rules.end(registered)));
        return known;
      }
    }
    throw new WrongToken("its signature is wrong");
  }

  private static Map<String, Object> claims(SignedJWT jwt) throws WrongToken {
    Map<String, Object> claims = jwt.getPayload().toJSONObject();
    if (claims == null) {
      throw new WrongToken("its claims cannot be read");
    }
    return claims;
  }

  private static JWTClaimsSet registered(Map<String, Object> claims) throws WrongToken {
    try {
      return JWTClaimsSet.parse(claims);
    } catch (ParseException e) {
      throw new WrongToken("its registered claims have wrong types");
    }
  }
}
