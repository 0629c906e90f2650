package dev.localllm.access;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The issuer's keys, as it published them at one time. Immutable. */
final class KeySet {

  static final KeySet NONE = new KeySet(List.of());

  private static final int MOST_KEYS = 100;

  private final List<IssuerKey> keys;
  private final Map<String, List<IssuerKey>> byId;
  private final Set<String> fingerprints;

  private KeySet(List<IssuerKey> keys) {
    this.keys = List.copyOf(keys);
    byId = keys.stream().collect(Collectors.groupingBy(IssuerKey::id));
    fingerprints =
        keys.stream().map(IssuerKey::fingerprint).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Reads a JSON Web Key Set. Keys that are of no use here, or malformed, are passed over, as RFC
   * 7517 section 5 has it.
   *
   * @param trusted the signatures that are accepted
   * @throws KeySource.Unavailable if it is no such set
   */
  static KeySet read(byte[] json, Set<String> trusted) throws KeySource.Unavailable {
    List<Object> published = published(json);
    if (published.size() > MOST_KEYS) {
      throw new KeySource.Unavailable("there are more than " + MOST_KEYS + " keys");
    }
    List<IssuerKey> keys = new ArrayList<>();
    for (Object each : published) {
      JWK jwk = key(each);
      if (jwk != null) {
        IssuerKey.of(jwk, trusted).ifPresent(keys::add);
      }
    }
    return new KeySet(keys);
  }

  private static List<Object> published(byte[] json) throws KeySource.Unavailable {
    try {
      Map<String, Object> set = JSONObjectUtils.parse(new String(json, StandardCharsets.UTF_8));
      List<Object> keys = set == null ? null : JSONObjectUtils.getJSONArray(set, "keys");
      if (keys != null) {
        return keys;
      }
    } catch (ParseException e) {
      // told below
    }
    throw new KeySource.Unavailable("the answer is no JSON Web Key Set");
  }

  @SuppressWarnings("unchecked") // the names in JSON are strings
  private static @Nullable JWK key(Object published) {
    try {
      return published instanceof Map<?, ?> members
          ? JWK.parse((Map<String, Object>) members)
          : null;
    } catch (ParseException e) {
      return null;
    }
  }

  /** How many keys there are to verify with. */
  int size() {
    return keys.size();
  }

  /**
   * The keys that a token may be signed with, by the id in its header; one without may come from an
   * issuer with only one key.
   *
   * @throws WrongToken if it needs an id and has none
   */
  List<IssuerKey> named(@Nullable String id) throws WrongToken {
    if (id != null) {
      return byId.getOrDefault(id, List.of());
    }
    if (keys.size() > 1) {
      throw new WrongToken("it does not tell which key it is signed with");
    }
    return keys;
  }

  /** Whether it has a key with that fingerprint. */
  boolean holds(String fingerprint) {
    return fingerprints.contains(fingerprint);
  }
}
