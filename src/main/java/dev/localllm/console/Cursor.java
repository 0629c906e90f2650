package dev.localllm.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a page goes on: the place of the last row of the page before, wrapped up so that nobody
 * relies on what it is made of.
 */
final class Cursor {
  private static final String BETWEEN = "\n";
  private static final Pattern CLEAN = Pattern.compile("[^\\p{Cntrl}]*");

  private Cursor() {}

  /**
   * Wraps a place up.
   *
   * @param list the name of the list, so that a cursor of one is not taken for that of another
   * @param place none of it has a line break
   */
  static String of(String list, String... place) {
    String text = list + BETWEEN + String.join(BETWEEN, place);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  /** The place of {@code length} parts in that list; empty when the text is no cursor of it. */
  static Optional<List<String>> place(String list, int length, String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      String[] parts =
          UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().split(BETWEEN, -1);
      boolean fits =
          parts.length == length + 1
              && parts[0].equals(list)
              && Arrays.stream(parts).allMatch(CLEAN.asMatchPredicate());
      return fits ? Optional.of(Arrays.asList(parts).subList(1, parts.length)) : Optional.empty();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
