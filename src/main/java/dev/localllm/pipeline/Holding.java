package dev.localllm.pipeline;

/**
 * The bytes that are held for one request, and for its answer. Closing it gives all of them back,
 * once, whatever happened before. Thread-safe; never blocks.
 */
public final class Holding implements AutoCloseable {

  private final HeldBytes budget;
  private final String caller;
  private long bytes;
  private boolean closed;

  Holding(HeldBytes budget, String caller) {
    this.budget = budget;
    this.caller = caller;
  }

  /**
   * Charges {@code more} bytes, at least 0, before they are allocated.
   *
   * @throws dev.localllm.chat.GatewayException when there is no room for them, with 429 when the
   *     caller's own others are in the way, else with 503; nothing is charged then
   * @throws IllegalStateException when it is closed
   */
  public synchronized void take(long more) {
    if (closed) {
      throw new IllegalStateException("the request is over");
    }
    if (more > 0) {
      budget.charge(caller, more);
      bytes += more;
    }
  }

  /** Gives back what was taken and is garbage now; no more than is held. */
  public synchronized void giveBack(long fewer) {
    long back = Math.min(fewer, bytes);
    if (back > 0) {
      bytes -= back;
      budget.giveBack(caller, back);
    }
  }

  /** The request is over. */
  @Override
  public synchronized void close() {
    closed = true;
    giveBack(bytes);
  }
}
