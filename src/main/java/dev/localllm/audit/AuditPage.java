package dev.localllm.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some events, the latest first.
 *
 * @param next where the following page begins; null when this is the last
 */
public record AuditPage(List<AuditRow> rows, @Nullable AuditCursor next) {

  public AuditPage {
    rows = List.copyOf(rows);
  }
}
