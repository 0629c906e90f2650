package dev.localllm.audit;

import java.time.Instant;

/**
 * Which events are asked for. An empty text stands for any.
 *
 * @param from no event before it
 * @param until only events before it
 * @param action a word such as {@code key.created}
 */
public record AuditFilter(
    Instant from, Instant until, String action, String actor, String subject) {

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /** Every event. */
  public static final AuditFilter ALL = new AuditFilter(Instant.EPOCH, LATEST, "", "", "");

  /** Times beyond what databases know are brought in. */
  public AuditFilter {
    from = from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from;
    until = until.isAfter(LATEST) ? LATEST : until;
  }
}
