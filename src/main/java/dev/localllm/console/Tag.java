package dev.localllm.console;

import java.util.List;
import java.util.regex.Pattern;

/** Versions as entity tags, and the conditions that requests put on them (RFC 9110, section 13). */
final class Tag {
  private static final Pattern CONDITION = Pattern.compile("\\*|(W/)?\"[!#-~]*\"");

  private Tag() {}

  /** The tag of a version. */
  static String of(int version) {
    return "\"" + version + "\"";
  }

  /**
   * Whether a change is based on {@code version}.
   *
   * @param conditions the values of {@code If-Match}, none if there is none
   * @throws Refusal when it is not (412), or the condition is malformed (400)
   */
  static void requireMatch(List<String> conditions, int version) {
    if (!conditions.isEmpty() && !listed(conditions, "If-Match", of(version))) {
      throw Refusal.plain(
          412, "this has been changed since it was read; its version is now " + of(version));
    }
  }

  /**
   * Whether the caller has {@code version} already.
   *
   * @param conditions the values of {@code If-None-Match}, none if there is none
   */
  static boolean known(List<String> conditions, int version) {
    return !conditions.isEmpty()
        && (listed(conditions, "If-None-Match", of(version))
            || listed(conditions, "If-None-Match", "W/" + of(version)));
  }

  private static boolean listed(List<String> conditions, String header, String tag) {
    boolean found = false;
    for (String each : String.join(",", conditions).split(",", -1)) {
      String condition = each.strip();
      if (!CONDITION.matcher(condition).matches()) {
        throw Refusal.plain(400, header + " must be * or entity tags in quotes, such as \"3\"");
      }
      found |= condition.equals(tag) || condition.equals("*");
    }
    return found;
  }
}
