package dev.localllm.access;

import java.util.Arrays;
import java.util.Optional;

/** What a caller may do. */
public enum Scope {
  /** To have models answer. */
  INFERENCE("inference"),
  /** To see which models there are. */
  MODELS_READ("models:read"),
  /** To fetch, make, copy and delete models. */
  MODELS_MANAGE("models:manage"),
  /** To see the ledger and the metrics. */
  USAGE_READ("usage:read"),
  /** To manage keys, and to see the audit log and the settings. */
  ADMIN("admin");

  private final String label;

  Scope(String label) {
    this.label = label;
  }

  /** The spelling in keys, tokens and settings. */
  public String label() {
    return label;
  }

  /** The scope that is spelled so; empty when there is none. */
  public static Optional<Scope> labelled(String label) {
    return Arrays.stream(values()).filter(scope -> scope.label.equals(label)).findFirst();
  }
}
