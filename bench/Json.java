import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as maps, lists, strings, booleans, {@link Raw} numbers and {@link #NULL}; strict, since it
 * judges what the gateway sends.
 */
final class Json {

  /** What stands in the text as it is: a number, or something that is no JSON at all. */
  record Raw(String text) {}

  static final Raw NULL = new Raw("null");

  private static final int DEEPEST = 500;

  private final String text;
  private int at;
  private int depth;

  private Json(String text) {
    this.text = text;
  }

  /** Throws {@link IllegalArgumentException} unless {@code text} is one JSON value. */
  static Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.blanks();
    if (json.at < text.length()) {
      throw json.wrong();
    }
    return value;
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("not JSON at character " + at);
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    blanks();
    if (at == text.length()) {
      throw wrong();
    }
    return text.charAt(at);
  }

  private boolean skip(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!skip(c)) {
      throw wrong();
    }
  }

  private Object value() {
    if (++depth > DEEPEST) {
      throw wrong();
    }
    Object value =
        switch (peek()) {
          case '{' -> object();
          case '[' -> array();
          case '"' -> string();
          case 't' -> word("true", true);
          case 'f' -> word("false", false);
          case 'n' -> word("null", NULL);
          default -> number();
        };
    depth--;
    return value;
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    expect('{');
    if (skip('}')) {
      return members;
    }
    do {
      if (peek() != '"') {
        throw wrong();
      }
      String key = string();
      expect(':');
      members.put(key, value());
    } while (skip(','));
    expect('}');
    return members;
  }

  private List<Object> array() {
    List<Object> items = new ArrayList<>();
    expect('[');
    if (skip(']')) {
      return items;
    }
    do {
      items.add(value());
    } while (skip(','));
    expect(']');
    return items;
  }

  private Object word(String word, Object meaning) {
    if (!text.startsWith(word, at)) {
      throw wrong();
    }
    at += word.length();
    return meaning;
  }

  private Raw number() {
    int start = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String number = text.substring(start, at);
    if (!number.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
      throw wrong();
    }
    return new Raw(number);
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    expect('"');
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return out.toString();
      }
      if (c < ' ') {
        throw wrong();
      }
      out.append(c == '\\' ? escaped() : c);
    }
    throw wrong();
  }

  private char escaped() {
    if (at + 1 > text.length()) {
      throw wrong();
    }
    char c = text.charAt(at++);
    if (c == 'u' && at + 4 <= text.length()) {
      at += 4;
      return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }
    int index = "\"\\/bfnrt".indexOf(c);
    if (index < 0) {
      throw wrong();
    }
    return "\"\\/\b\f\n\r\t".charAt(index);
  }
}
