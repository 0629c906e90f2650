package dev.localllm.settings;

import org.jspecify.annotations.Nullable;

/**
 * One reason why the settings cannot be used.
 *
 * @param key the key, or the place in the source when there is none
 * @param given the offending text, or {@code [REDACTED]}; null when nothing was given or when
 *     showing it could give a secret away
 * @param source where it came from, in words
 * @param cure what is allowed, or what to do
 */
record Problem(String key, @Nullable String given, String source, String cure) {
  private static final int SHOWN = 100;

  Problem {
    given = given == null ? null : presentable(given);
  }

  @Override
  public String toString() {
    String value = given == null ? "" : "=\"" + given + "\"";
    return key + value + " (" + source + "): " + cure;
  }

  /** Without user-info and query, where addresses carry passwords; on one line; not too long. */
  private static String presentable(String text) {
    String safe =
        text.replaceFirst("(?s)^.*@", Secret.REDACTED + "@")
            .replaceFirst("(?s)\\?.*$", "?" + Secret.REDACTED)
            .replaceAll("\\p{Cntrl}", "\uFFFD");
    return safe.length() <= SHOWN ? safe : safe.substring(0, SHOWN) + "…";
  }
}
