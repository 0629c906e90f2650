import java.util.List;
import java.util.Map;

/** Writes what {@link Json} reads. */
final class JsonText {

  private JsonText() {}

  static String of(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /** Writes {@code value}; any character that is not ASCII as an escape. */
  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case Map<?, ?> members -> {
        String separator = "{";
        for (Map.Entry<?, ?> member : members.entrySet()) {
          write(member.getKey(), out.append(separator));
          write(member.getValue(), out.append(':'));
          separator = ",";
        }
        out.append(members.isEmpty() ? "{}" : "}");
      }
      case List<?> items -> {
        String separator = "[";
        for (Object item : items) {
          write(item, out.append(separator));
          separator = ",";
        }
        out.append(items.isEmpty() ? "[]" : "]");
      }
      case String string -> quote(string, out);
      case Json.Raw raw -> out.append(raw.text());
      default -> out.append(value);
    }
  }

  private static void quote(String string, StringBuilder out) {
    out.append('"');
    for (char c : string.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c >= ' ' && c < 127) {
        out.append(c);
      } else {
        out.append("\\u%04x".formatted((int) c));
      }
    }
    out.append('"');
  }
}
