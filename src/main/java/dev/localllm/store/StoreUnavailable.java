package dev.localllm.store;

/** The database or the cache cannot be reached now; it may be later. The message has no secret. */
public class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
