package dev.localllm.store;

/** The database's schema and this release do not fit together; waiting does not help. */
public final class IncompatibleSchema extends RuntimeException {
  private static final long serialVersionUID = 1;

  IncompatibleSchema(String message) {
    super(message);
  }
}
