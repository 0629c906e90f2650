package dev.localllm.access;

import java.util.List;
import java.util.Locale;

/**
 * Names of models, where {@code *} stands for any characters. As Ollama does, it passes over case,
 * and a name without a tag means the tag {@code latest}. Immutable.
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
    String full = full(model);
    for (String pattern : patterns) {
      if (fits(pattern.endsWith("*") ? lower(pattern) : full(pattern), full)) {
        return true;
      }
    }
    return false;
  }

  private static String full(String name) {
    String lower = lower(name);
    return lower.indexOf(':', lower.lastIndexOf('/') + 1) < 0 ? lower + ":latest" : lower;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Takes linear time per star: what was matched before the last star is never looked at again. */
  private static boolean fits(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
