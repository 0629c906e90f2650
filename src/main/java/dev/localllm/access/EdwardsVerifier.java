package dev.localllm.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.EdDSAProvider;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/**
 * Verifies Ed25519 signatures (RFC 8037) with the JDK; the library's own verifier needs another
 * library. Thread-safe.
 */
final class EdwardsVerifier extends EdDSAProvider implements JWSVerifier {

  private static final String ED25519 = "Ed25519";

  /** What stands before the 32 bytes of a key in its X.509 form (RFC 8410 section 4). */
  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private final PublicKey key;

  /**
   * Verifies with that key.
   *
   * @throws JOSEException if it is none
   */
  EdwardsVerifier(OctetKeyPair pair) throws JOSEException {
    var encoded = new ByteArrayOutputStream();
    encoded.writeBytes(X509);
    encoded.writeBytes(pair.getDecodedX());
    try {
      key =
          KeyFactory.getInstance(ED25519)
              .generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new JOSEException("not an Ed25519 key", e);
    }
  }

  @Override
  public boolean verify(JWSHeader header, byte[] input, Base64URL signature) throws JOSEException {
    try {
      Signature check = Signature.getInstance(ED25519);
      check.initVerify(key);
      check.update(input);
      return check.verify(signature.decode());
    } catch (SignatureException e) {
      return false; // how the JDK words a signature of the wrong length or range
    } catch (GeneralSecurityException e) {
      throw new JOSEException("Ed25519 is missing", e);
    }
  }
}
