package dev.localllm.chat;

/** What is wrong with a request, for dialects that have codes for it. */
public enum Flaw {
  /** The body cannot be read at all. */
  MALFORMED,
  /** A field that nobody knows. */
  UNKNOWN_FIELD,
  /** A field that must be there is not. */
  MISSING,
  /** A value of the wrong JSON type. */
  TYPE,
  /** A value out of its range. */
  VALUE
}
