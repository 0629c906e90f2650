package dev.localllm.chat;

import java.util.Locale;

/**
 * Patterns of models' names, where {@code *} stands for any characters. As Ollama does, it passes
 * over case, and a name without a tag means the tag {@code latest}.
 */
public final class ModelGlob {

  private ModelGlob() {}

  /**
   * Whether {@code pattern} fits the whole of {@code model}; takes time in line with its length.
   */
  public static boolean fits(String pattern, String model) {
    String lower = pattern.toLowerCase(Locale.ROOT);
    return matches(lower.endsWith("*") ? lower : full(lower), full(model.toLowerCase(Locale.ROOT)));
  }

  private static String full(String name) {
    return name.indexOf(':', name.lastIndexOf('/') + 1) < 0 ? name + ":latest" : name;
  }

  /** Each piece between stars is looked for once, as far left as it can be: none is tried again. */
  private static boolean matches(String pattern, String name) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(name);
    }
    String tail = pattern.substring(pattern.lastIndexOf('*') + 1);
    int end = name.length() - tail.length();
    if (end < star || !name.startsWith(pattern.substring(0, star)) || !name.endsWith(tail)) {
      return false;
    }
    int at = star;
    String middle = pattern.substring(star, pattern.length() - tail.length());
    for (String piece : middle.split("\\*")) {
      int found = name.indexOf(piece, at);
      if (found < 0 || found + piece.length() > end) {
        return false;
      }
      at = found + piece.length();
    }
    return true;
  }
}
