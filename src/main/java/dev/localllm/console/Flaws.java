package dev.localllm.console;

import dev.localllm.api.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is wrong with a request, collected so that one answer tells all of it. For one thread. */
final class Flaws {
  private static final int MOST = 50;
  private static final int LONGEST_NAME = 100;

  private final Map<String, String> found = new LinkedHashMap<>();

  /** Notes one; a field's first flaw is the one that counts. */
  void add(String field, String message) {
    if (found.size() < MOST) {
      String shown =
          field.length() <= LONGEST_NAME ? field : field.substring(0, LONGEST_NAME) + "…";
      found.putIfAbsent(shown, message);
    }
  }

  /**
   * Goes on when there are none.
   *
   * @throws Refusal with all of them
   */
  void check() {
    if (!found.isEmpty()) {
      throw new Refusal(
          Problem.plain(
              400,
              found.size() == 1
                  ? found.keySet().iterator().next() + " " + found.values().iterator().next()
                  : found.size() + " fields are wrong",
              found.entrySet().stream()
                  .map(each -> new Problem.Field(each.getKey(), each.getValue()))
                  .toList()));
    }
  }
}
