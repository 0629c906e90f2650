package dev.localllm.access;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is kept; its secret is not part of it. Immutable.
 *
 * @param id never changes and is never used again
 * @param rights what its owner decided
 * @param disabled whether it does not work for the time being
 * @param revokedAt when it stopped working for good; null while it has not
 * @param createdBy the caller that made it
 * @param version 1 at first, one more with each change
 * @param revision the place of its last change among those of all keys
 */
public record ApiKey(
    String id,
    Rights rights,
    boolean disabled,
    @Nullable Instant revokedAt,
    Instant createdAt,
    String createdBy,
    int version,
    long revision) {

  /**
   * Whose key it is and what it is good for.
   *
   * @param name unique; 1 to 100 ASCII letters, digits, {@code . _ -}, so that none looks like
   *     another
   * @param owner at most 200 characters
   * @param team at most 200 characters; empty for none
   * @param scopes at least one
   * @param requests in any minute; null for the default, as with the next two
   * @param monthlyBudget null for none
   * @param expiresAt null for never
   */
  public record Rights(
      String name,
      String owner,
      String team,
      Set<Scope> scopes,
      ModelPatterns models,
      @Nullable Integer requests,
      @Nullable Integer tokens,
      @Nullable Integer concurrency,
      @Nullable BigDecimal monthlyBudget,
      boolean budgetIsHard,
      @Nullable Instant expiresAt) {

    public Rights {
      scopes = Set.copyOf(scopes);
      // so that equal amounts are equal, with whichever zeros they were written
      monthlyBudget = monthlyBudget == null ? null : monthlyBudget.stripTrailingZeros();
    }

    /** What is wrong with each field that is, by its name in the admin API; empty when sound. */
    public Map<String, String> flaws() {
      return RightsCheck.flaws(this);
    }
  }

  /** Whether it works at {@code now}. */
  public boolean works(Instant now) {
    return !disabled
        && revokedAt == null
        && (rights.expiresAt() == null || now.isBefore(rights.expiresAt()));
  }

  /** The same key with what may be changed of it. */
  ApiKey with(Rights changed, boolean nowDisabled, @Nullable Instant revoked) {
    return new ApiKey(id, changed, nowDisabled, revoked, createdAt, createdBy, version, revision);
  }

  /** The same key one version further. */
  ApiKey next(long newRevision) {
    return new ApiKey(
        id, rights, disabled, revokedAt, createdAt, createdBy, version + 1, newRevision);
  }
}
