package dev.localllm.audit;

import dev.localllm.audit.BrokenLink.Flaw;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What a check has found so far. Belongs to one thread. */
final class Findings {
  private long chains;
  private long events;
  private long anchors;
  private long broken;
  private @Nullable BrokenLink first;
  private @Nullable LocalDate anchoredUntil;
  private String lastAnchor = "";

  private @Nullable String chain;
  private long position;
  private String previous = Hash.NONE;

  private long anchorPosition;
  private String anchorPrevious = Hash.NONE;

  /** Looks at the next event; they come chain by chain, in their order. */
  void event(AuditRow row) {
    if (!row.chain().equals(chain)) {
      chains++;
      chain = row.chain();
      position = 0;
      previous = Hash.NONE;
    }
    Flaw flaw =
        flaw(
            row.position() == position + 1,
            row.previousHash().equals(previous),
            row.hash().equals(row.sealedHash()));
    if (flaw == null) {
      events++;
    } else {
      broken(new BrokenLink(row.chain(), row.position(), flaw));
    }
    position = row.position();
    previous = row.hash();
  }

  /** Looks at the next anchor; returns whether it is in order by itself. */
  boolean anchor(Anchor anchor) {
    Flaw flaw =
        flaw(
            anchor.position() == anchorPosition + 1,
            anchor.previousHash().equals(anchorPrevious),
            anchor.hash().equals(anchor.sealedHash()));
    anchorPosition = anchor.position();
    anchorPrevious = anchor.hash();
    anchoredUntil = anchor.day();
    lastAnchor = anchor.hash();
    if (flaw == null) {
      anchors++;
    } else {
      broken(new BrokenLink(BrokenLink.ANCHORS, anchor.position(), flaw));
    }
    return flaw == null;
  }

  void broken(BrokenLink link) {
    broken++;
    if (first == null) {
      first = link;
    }
  }

  AuditReport report() {
    return new AuditReport(chains, events, anchors, broken, first, anchoredUntil, lastAnchor);
  }

  private static @Nullable Flaw flaw(boolean follows, boolean continues, boolean unchanged) {
    if (!follows) {
      return Flaw.GAP;
    }
    if (!unchanged) {
      return Flaw.CHANGED;
    }
    return continues ? null : Flaw.WRONG_PREVIOUS;
  }
}
