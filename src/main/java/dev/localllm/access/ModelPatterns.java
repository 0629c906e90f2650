package dev.localllm.access;

import dev.localllm.chat.ModelGlob;
import java.util.List;

/**
 * Names of models, as {@link ModelGlob} reads them. Immutable.
 *
 * @param patterns none of them for every model
 */
public record ModelPatterns(List<String> patterns) {

  /** Every model. */
  public static final ModelPatterns ALL = new ModelPatterns(List.of());

  public ModelPatterns {
    patterns = List.copyOf(patterns);
  }

  /** Whether one of them fits. */
  public boolean allow(String model) {
    if (patterns.isEmpty()) {
      return true;
    }
    for (String pattern : patterns) {
      if (ModelGlob.fits(pattern, model)) {
        return true;
      }
    }
    return false;
  }
}
