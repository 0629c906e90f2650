package dev.localllm.observe;

import dev.localllm.pipeline.Settlement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names of models as metric labels. Callers choose the names of models, so only those that a
 * backend has answered for become labels, and only so many; all others share one. Thread-safe.
 */
final class ModelLabels {

  /** The label of every other model. */
  static final String OTHER = "other";

  private final int most;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Up to {@code most} names, a few more when several are new at the same moment. */
  ModelLabels(int most) {
    this.most = most;
  }

  String of(Settlement settlement) {
    String model = settlement.routedModel().orElse(OTHER);
    if (known.contains(model)) {
      return model;
    }
    if (settlement.status() == 200 && known.size() < most) {
      known.add(model);
      return model;
    }
    return OTHER;
  }
}
