package dev.localllm.usage;

import java.util.Optional;

/** Texts that any database can hold. */
final class Text {

  private Text() {}

  /**
   * At most {@code length} UTF-16 units of {@code text}, without zeros and halves of characters.
   */
  static String fit(String text, int length) {
    String cut = text.length() <= length ? text : text.substring(0, length);
    for (int i = 0; i < cut.length(); i++) {
      char c = cut.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return mended(cut);
      }
    }
    return cut;
  }

  static Optional<String> fit(Optional<String> text, int length) {
    return text.isEmpty() ? text : Optional.of(fit(text.get(), length));
  }

  private static String mended(String text) {
    var good = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? '?' : c)
        .forEach(good::appendCodePoint);
    return good.toString();
  }
}
