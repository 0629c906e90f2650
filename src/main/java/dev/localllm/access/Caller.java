package dev.localllm.access;

import dev.localllm.audit.Actor;
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

  /** How the id of a caller begins that has a token. */
  static final String TOKEN = "jwt:";

  /** The id, and the name, of who has {@code ADMIN_KEY}. */
  static final String ADMIN_KEY = "admin-key";

  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Who that is, for the audit log. */
  public Actor actor() {
    return new Actor(kind(), id, name);
  }

  /** By the id, whose beginnings no caller can choose. */
  private Actor.Kind kind() {
    if (isAnonymous()) {
      return Actor.Kind.ADDRESS;
    }
    if (id.startsWith(TOKEN)) {
      return Actor.Kind.TOKEN;
    }
    return id.equals(ADMIN_KEY) ? Actor.Kind.ADMIN_KEY : Actor.Kind.KEY;
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
