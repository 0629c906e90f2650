package dev.localllm.usage;

import java.util.List;
import java.util.Optional;

/**
 * Some entries, the latest first.
 *
 * @param entries none when there are no more
 * @param next where the next page begins; empty when there is none
 */
public record EntryPage(List<UsageEntry> entries, Optional<EntryCursor> next) {
  public EntryPage {
    entries = List.copyOf(entries);
  }
}
