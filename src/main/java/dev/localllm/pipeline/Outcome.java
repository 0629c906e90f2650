package dev.localllm.pipeline;

/** How a request ended. */
public enum Outcome {
  /** The client has the whole answer. */
  COMPLETED,
  /** The client was told an error, by status or by an event in the stream. */
  FAILED,
  /** The client went away before the end. */
  CANCELLED
}
