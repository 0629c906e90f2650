package dev.localllm.fake;

/** How an answer can break off. */
public enum Break {
  /** It does not. */
  NONE,
  /** The connection is reset. */
  RESET,
  /** The connection is closed in the middle of a line. */
  HALF_LINE,
  /** Nothing more comes, and the connection stays open. */
  SILENCE,
  /** A last line with {@code error}, as Ollama does it. */
  ERROR_LINE,
  /** The HTTP message ends well, but the line with {@code done} never came. */
  NO_DONE,
  /** A line that is not JSON. */
  GARBAGE,
  /** A line of 64 MB. */
  HUGE_LINE
}
