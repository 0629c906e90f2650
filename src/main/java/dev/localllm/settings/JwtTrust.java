package dev.localllm.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Whose JSON Web Tokens are believed, and what their claims mean (RFC 7519).
 *
 * @param issuer what {@code iss} must be
 * @param audiences one of which {@code aud} must hold
 * @param jwks where the issuer publishes its keys
 * @param algorithms the signatures that are accepted; asymmetric ones only
 * @param clockSkew how far the issuer's clock may differ from ours
 * @param header the request header that carries the token
 * @param ownerClaim the claim that names the caller
 * @param teamClaim the claim that names the caller's team
 * @param scopeClaim the claim that lists scopes
 * @param scopes what a caller may do whose token does not list scopes
 */
public record JwtTrust(
    String issuer,
    List<String> audiences,
    URI jwks,
    Set<String> algorithms,
    Duration clockSkew,
    String header,
    String ownerClaim,
    String teamClaim,
    String scopeClaim,
    Set<String> scopes) {

  public JwtTrust {
    audiences = List.copyOf(audiences);
    algorithms = Set.copyOf(algorithms);
    scopes = Set.copyOf(scopes);
  }
}
