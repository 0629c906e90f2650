package dev.localllm.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A public key of the issuer. Immutable, thread-safe.
 *
 * @param id its {@code kid}; empty if it has none
 * @param fingerprint equal for equal keys with equal ids and purposes
 * @param algorithms the signatures it may verify, by their names in tokens
 * @param verifier does so
 */
record IssuerKey(String id, String fingerprint, Set<String> algorithms, JWSVerifier verifier) {

  private static final int WEAKEST_RSA_BITS = 2048;

  /** The key of a key set, if it may verify one of those signatures; empty if it is of no use. */
  static Optional<IssuerKey> of(JWK jwk, Set<String> trusted) {
    try {
      if (!isToVerify(jwk)) {
        return Optional.empty();
      }
      Optional<JWSVerifier> verifier = verifier(jwk);
      if (verifier.isEmpty()) {
        return Optional.empty();
      }
      Set<String> algorithms =
          verifier.get().supportedJWSAlgorithms().stream()
              .filter(
                  algorithm -> jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(algorithm))
              .map(algorithm -> algorithm.getName())
              .filter(trusted::contains)
              .collect(Collectors.toUnmodifiableSet());
      String id = jwk.getKeyID() == null ? "" : jwk.getKeyID();
      return algorithms.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new IssuerKey(
                  id,
                  jwk.computeThumbprint() + " " + new TreeSet<>(algorithms) + id,
                  algorithms,
                  verifier.get()));
    } catch (JOSEException e) {
      return Optional.empty();
    }
  }

  /** A key whose private half is public as well proves nothing. */
  private static boolean isToVerify(JWK jwk) {
    return !jwk.isPrivate()
        && (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
        && (jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY));
  }

  private static Optional<JWSVerifier> verifier(JWK jwk) throws JOSEException {
    return switch (jwk) {
      case RSAKey rsa when rsa.size() >= WEAKEST_RSA_BITS -> Optional.of(new RSASSAVerifier(rsa));
      case ECKey ec -> Optional.of(new ECDSAVerifier(ec));
      case OctetKeyPair pair when pair.getCurve().equals(Curve.Ed25519) ->
          Optional.of(new EdwardsVerifier(pair));
      default -> Optional.empty();
    };
  }

  /** Whether a token with such a header may have been signed with it. */
  boolean fits(JWSHeader header) {
    return algorithms.contains(header.getAlgorithm().getName());
  }

  /** Whether the token was signed with it. */
  boolean signed(SignedJWT token) {
    try {
      return token.verify(verifier);
    } catch (JOSEException e) {
      return false;
    }
  }
}
