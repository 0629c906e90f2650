package dev.localllm.protocol;

/**
 * The longest texts, in chars, that are taken where a short one is meant. What is meant to be long,
 * such as a message, is bounded by the body alone. None of these is a matter of taste for
 * operators: each is far beyond what any client library writes.
 */
public final class FieldLengths {

  /** The name of a model, which goes on into logs, metrics and other requests. */
  public static final int MODEL = 512;

  /** The name of a tool, or of who speaks in a message. */
  public static final int NAME = 256;

  /** The id of a tool call, which clients repeat. */
  public static final int ID = 256;

  /** How long a model stays loaded; Go's longest duration has half of that. */
  public static final int DURATION = 64;

  /** A stop sequence: backends look for each of them at each token. */
  public static final int STOP = 1000;

  private FieldLengths() {}
}
