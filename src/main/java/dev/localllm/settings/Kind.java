package dev.localllm.settings;

import java.util.function.Function;

/**
 * How one kind of value is written.
 *
 * @param allowed what may be given, in words that follow "must be"
 * @param parser the reading of a trimmed text; throws {@link Unfit} and nothing else
 */
record Kind<T>(String allowed, Function<String, T> parser) {

  T parse(String text) {
    return parser.apply(text);
  }

  /** The text is not of the kind. The message is a hint for this very text, or empty. */
  static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String hint;

    Unfit(String hint) {
      super(hint, null, false, false);
      this.hint = hint;
    }

    String hint() {
      return hint;
    }
  }
}
