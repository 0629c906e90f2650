package dev.localllm.limits;

/**
 * The tokens that a request would like to use.
 *
 * @param least it cannot do with fewer; at least 0
 * @param most it cannot use more; at least {@code least}
 */
public record Wish(long least, long most) {

  /** Just so many. */
  public static Wish exactly(long tokens) {
    return new Wish(tokens, tokens);
  }
}
