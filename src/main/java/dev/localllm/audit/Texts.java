package dev.localllm.audit;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.io.JsonStringEncoder;

/** Texts that both databases keep as they are, and that cannot forge a line on a terminal. */
final class Texts {
  private static final int DETAIL = 4000;
  private static final int NAME = 60;
  private static final int VALUE = 1000;
  private static final String REST = "\"truncated\":\"true\"}";

  private Texts() {}

  /** Without control and format characters and broken surrogates, and not longer than that. */
  static String clean(String text, int longest) {
    var clean = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      if (!isInvisible(character)) {
        if (clean.length() + Character.charCount(character) > longest) {
          break;
        }
        clean.appendCodePoint(character);
      }
    }
    return clean.toString();
  }

  /** A JSON object, its names in order, short enough to be kept. */
  static String json(Map<String, String> detail) {
    JsonStringEncoder encoder = JsonStringEncoder.getInstance();
    var json = new StringBuilder("{");
    for (var entry : new TreeMap<>(detail).entrySet()) {
      int before = json.length();
      json.append('"');
      encoder.quoteAsString(clean(entry.getKey(), NAME), json);
      json.append("\":\"");
      encoder.quoteAsString(clean(entry.getValue(), VALUE), json);
      json.append("\",");
      if (json.length() + REST.length() > DETAIL) {
        json.setLength(before);
        return json.append(REST).toString();
      }
    }
    if (json.length() > 1) {
      json.setLength(json.length() - 1);
    }
    return json.append('}').toString();
  }

  private static boolean isInvisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
