package dev.localllm.protocol.openai;

import java.util.Collection;

/** Guesses which known word was meant by an unknown one. */
final class Spelling {

  private Spelling() {}

  /** {@code "; did you mean x?"} for the nearest known word, or nothing when none is near. */
  static String nearest(String given, Collection<String> known) {
    String best = "";
    int least = Math.max(2, given.length() / 3) + 1;
    for (String word : known) {
      int distance = distance(given, word);
      if (distance < least) {
        least = distance;
        best = "; did you mean " + word + "?";
      }
    }
    return best;
  }

  /** How many letters must be added, removed or replaced to make {@code b} of {@code a}. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
