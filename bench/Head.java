/** A start line with the header lines after it, as far as they say how the body is delimited. */
final class Head {

  private final String text;
  private long length = -1;
  private boolean chunked;
  private boolean closing;

  /** Understands {@code text}, whose lines end with CR LF. */
  Head(String text) {
    this.text = text;
    for (int line = text.indexOf('\n') + 1; line > 0 && line < text.length(); ) {
      int end = text.indexOf('\r', line);
      switch (text.charAt(line)) {
        case 'c', 'C' -> {
          if (names(line, "content-length:")) {
            length = Long.parseLong(text.substring(line + 15, end).trim());
          } else if (names(line, "connection:")) {
            closing = text.substring(line + 11, end).trim().equalsIgnoreCase("close");
          }
        }
        case 't', 'T' -> chunked |= names(line, "transfer-encoding:");
        default -> {}
      }
      line = end + 2;
    }
  }

  private boolean names(int line, String name) {
    return text.regionMatches(true, line, name, 0, name.length());
  }

  String text() {
    return text;
  }

  /** The status of a response. */
  int status() {
    return (text.charAt(9) - '0') * 100 + (text.charAt(10) - '0') * 10 + text.charAt(11) - '0';
  }

  /** Bytes of the body; -1 when the head does not tell. */
  long length() {
    return length;
  }

  boolean chunked() {
    return chunked;
  }

  /** Whether the sender is going to close the connection. */
  boolean closing() {
    return closing;
  }
}
