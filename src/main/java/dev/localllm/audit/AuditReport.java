package dev.localllm.audit;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a check of the whole log has found.
 *
 * @param chains how many chains there are
 * @param events how many events are in order
 * @param anchors how many anchors are in order
 * @param broken how many links are not
 * @param first the first of these; null when there is none
 * @param anchoredUntil the last day that is anchored; null when there is none
 * @param lastAnchor the hash of the last anchor, to be compared with one that was logged; empty
 *     when there is none
 */
public record AuditReport(
    long chains,
    long events,
    long anchors,
    long broken,
    @Nullable BrokenLink first,
    @Nullable LocalDate anchoredUntil,
    String lastAnchor) {

  /** Whether nothing is broken. */
  public boolean isSound() {
    return broken == 0;
  }
}
