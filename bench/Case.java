import java.nio.charset.StandardCharsets;

/**
 * One generated request.
 *
 * @param index its number; with the seed it makes the case again
 * @param kind what was done to it
 * @param method as far as it is one that HTTP knows
 * @param path where it goes, for the dialect of the answer
 * @param bytes all of it
 * @param manner how it is sent
 * @param demand what the gateway must make of it
 */
record Case(
    long index,
    String kind,
    String method,
    String path,
    byte[] bytes,
    Manner manner,
    Demand demand) {

  /** How it is sent. */
  enum Manner {
    WHOLE,
    /** Everything but the end, then the connection is closed. */
    CUT_OFF,
    /** Sent whole; the client leaves after some of the answer. */
    LEFT,
    /** In pieces with short pauses. */
    DRIPPED,
    /** Everything but the end, then nothing for longer than a body may take. */
    STALLED,
    /** The same once more behind it, before the first answer. */
    TWICE
  }

  /** What the gateway must make of it. */
  enum Demand {
    /** A good answer. */
    SUCCESS,
    /** A good answer, or an error that blames the client in words of the dialect. */
    NO_FAULT,
    /** As before; the server may also cut the connection, for it need not take it all. */
    NO_FAULT_OR_CUT,
    /** An answer or an error in the dialect, even one that blames the upstream. */
    ANY_SHAPE,
    /** Hardly HTTP, or from a foreign place: any refusal or a cut connection, but no failure. */
    REFUSAL
  }

  /** The same with one more header line behind the first line. */
  Case with(String line) {
    String whole = new String(bytes, StandardCharsets.ISO_8859_1);
    byte[] more = whole.replaceFirst("\r\n", "\r\n" + line).getBytes(StandardCharsets.ISO_8859_1);
    return new Case(index, kind, method, path, more, manner, demand);
  }

  /** Whether its answer speaks OpenAI's dialect. */
  boolean openAi() {
    return path.matches("/v1([/?].*)?");
  }

  /** Whether Liberty itself is to answer, which speaks no dialect. */
  boolean ofTheServer() {
    return path.matches("(http://[^/]+)?/health([/?;].*)?");
  }

  /** The bytes with all that is not printable as escapes, shortened. */
  String escaped() {
    String text = new String(bytes, 0, Math.min(bytes.length, 3000), StandardCharsets.ISO_8859_1);
    StringBuilder out = new StringBuilder();
    for (char c : text.toCharArray()) {
      switch (c) {
        case '\r' -> out.append("\\r");
        case '\n' -> out.append("\\n");
        case '\\' -> out.append("\\\\");
        default -> out.append(c >= ' ' && c < 127 ? "" + c : "\\x%02x".formatted((int) c));
      }
    }
    return bytes.length > text.length() ? out + "… " + bytes.length + " bytes" : out.toString();
  }
}
