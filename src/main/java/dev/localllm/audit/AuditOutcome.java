package dev.localllm.audit;

/** How it ended. */
public enum AuditOutcome {
  /** It is about to be done; how it ended is an event of its own, unless the process died. */
  BEGUN("begun"),
  SUCCESS("success"),
  /** The gateway refused it. */
  DENIED("denied"),
  /** It was allowed and did not work. */
  FAILED("failed");

  private final String word;

  AuditOutcome(String word) {
    this.word = word;
  }

  /** The spelling in the log. */
  public String word() {
    return word;
  }
}
