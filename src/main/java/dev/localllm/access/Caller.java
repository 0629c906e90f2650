package dev.localllm.access;

import java.util.Set;

/**
 * Who makes a request. Immutable.
 *
 * @param id what limits and the ledger count by: the id of an API key, {@code jwt:} and the subject
 *     of a token, or {@code address:} and an IP address
 * @param name for people: the key's name, the token's owner, or {@code anonymous}
 * @param owner whom the caller belongs to; empty if not known
 * @param team the team of the owner; empty if not known
 * @param scopes what the caller may do
 * @param models which models it may use
 * @param allowance how much it may use
 */
public record Caller(
    String id,
    String name,
    String owner,
    String team,
    Set<Scope> scopes,
    ModelPatterns models,
    Allowance allowance) {

  /** How the id of a caller begins that only its address tells. */
  static final String ANONYMOUS = "address:";

  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Whether nobody knows who it is. */
  public boolean isAnonymous() {
    return id.startsWith(ANONYMOUS);
  }

  /** Whether it may do that. */
  public boolean may(Scope scope) {
    return scopes.contains(scope);
  }
}
