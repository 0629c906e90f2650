import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a prompt asks of the fake upstream: {@code fake:tokens=5,delay=0,left=0,mark=x,fail=none;},
 * where all but the first word may be missing.
 *
 * @param tokens how many
 * @param delayMillis between two tokens, and before the first
 * @param leftAfter after how many tokens the client is going to leave
 * @param mark a word that a whole answer repeats; empty for none
 * @param fail how it fails
 */
record Script(int tokens, int delayMillis, int leftAfter, String mark, Fail fail) {

  /** Ways to fail. */
  enum Fail {
    NONE,
    /** Answers with this status. */
    STATUS500,
    /** Answers with this status. */
    STATUS503,
    /** Breaks the connection off before the answer. */
    RESET,
    /** Breaks the connection off within a line. */
    HALF,
    /** Ends the stream without its last line. */
    UNFINISHED,
    /** Ends the stream with an error. */
    ERROR,
    /** Answers with what is not JSON. */
    GARBAGE,
    /** Sends a second answer behind the first. */
    SURPLUS,
    /** The same, a moment later. */
    LATER,
    /** Sends headers without end. */
    HEADERS,
    /** Sends interim answers without end. */
    INTERIM,
    /** Answers 204, without a body. */
    EMPTY,
    /** Sends the client elsewhere. */
    REDIRECT,
    /** Announces two lengths. */
    LENGTHS,
    /** Sends a chunk whose size is none. */
    CHUNK
  }

  static final Script PLAIN = new Script(5, 0, 0, "", Fail.NONE);

  private static final String MARK = "fake:";
  private static final Pattern PART = Pattern.compile("(\\w+)=(\\w{1,16})[,;]");

  /** The same with no more tokens than that. */
  Script within(int limit) {
    return new Script(Math.min(tokens, limit), delayMillis, leftAfter, mark, fail);
  }

  /** The script within {@code body}, or {@link #PLAIN}. */
  static Script in(String body) {
    int start = body.indexOf(MARK);
    if (start < 0) {
      return PLAIN;
    }
    int tokens = PLAIN.tokens;
    int delay = 0;
    int left = 0;
    String mark = "";
    Fail fail = Fail.NONE;
    Matcher parts = PART.matcher(body).region(start + MARK.length(), body.length());
    while (parts.lookingAt()) {
      String value = parts.group(2);
      switch (parts.group(1)) {
        case "tokens" -> tokens = Integer.parseInt(value);
        case "delay" -> delay = Integer.parseInt(value);
        case "left" -> left = Integer.parseInt(value);
        case "mark" -> mark = value;
        case "fail" -> fail = Fail.valueOf(value.toUpperCase(Locale.ROOT));
        default -> {}
      }
      if (parts.group().endsWith(";")) {
        break;
      }
      parts.region(parts.end(), body.length());
    }
    return new Script(tokens, delay, left, mark, fail);
  }
}
