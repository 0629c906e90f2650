package dev.localllm.protocol;

/**
 * How many tokens a request may come to before a backend has counted them: a token for every four
 * bytes, which fits English text and is on the safe side for JSON around it. Images in base64 are
 * left out, since what they cost has nothing to do with their length.
 */
public final class TokenEstimate {
  private static final int BYTES_PER_TOKEN = 4;

  /** No word is as long, and no image as short. */
  private static final int LONGEST_WORD = 1024;

  private TokenEstimate() {}

  /** The tokens of the prompt in a request's {@code body}; takes a nanosecond for each byte. */
  public static int prompt(byte[] body) {
    int counted = 0;
    int word = 0;
    for (byte each : body) {
      if (isBase64(each)) {
        word++;
      } else {
        counted += word > LONGEST_WORD ? 1 : word + 1;
        word = 0;
      }
    }
    counted += word > LONGEST_WORD ? 1 : word;
    return (counted + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
  }

  private static boolean isBase64(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '+'
        || b == '/'
        || b == '=';
  }
}
