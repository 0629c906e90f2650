package dev.localllm.audit;

/**
 * A place where the log is not what it was.
 *
 * @param chain the chain, or {@link #ANCHORS}
 * @param position the place in it
 * @param flaw what is wrong there
 */
public record BrokenLink(String chain, long position, Flaw flaw) {

  /** Stands for the chain of anchors; no other chain has that name. */
  public static final String ANCHORS = "(anchors)";

  /** What can be wrong. */
  public enum Flaw {
    GAP("rows before it are missing, or it was put in"),
    CHANGED("its content does not match its hash"),
    WRONG_PREVIOUS("it does not continue the row before it"),
    TRUNCATED("it and what followed is missing, although an anchor or the chain's end knows of it"),
    REWRITTEN("its hash is not the one that was anchored, or is kept as the chain's end"),
    BEYOND_END("it was put in behind the end of its chain");

    private final String words;

    Flaw(String words) {
      this.words = words;
    }

    /** What is wrong, for people: the end of a sentence about the row. */
    public String words() {
      return words;
    }
  }

  @Override
  public String toString() {
    return "chain %s, position %d: %s".formatted(chain, position, flaw.words());
  }
}
