package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError.Internal;
import dev.localllm.chat.GatewayException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** What nobody foresaw, an {@link Error} too: operators are told, callers are told little. */
public final class Unforeseen {

  private static final Logger LOG = System.getLogger(Unforeseen.class.getName());

  private Unforeseen() {}

  /**
   * What to tell the caller of a request that {@code failure} ended. Logs it, unless it is one that
   * was foreseen. Never throws.
   */
  public static GatewayException of(Throwable failure, String requestId) {
    if (failure instanceof GatewayException foreseen) {
      return foreseen;
    }
    log("request " + requestId + " failed", failure);
    return new GatewayException(new Internal());
  }

  /** Logs it, if there is memory for that. Never throws. */
  static void log(String message, Throwable failure) {
    try {
      LOG.log(Level.ERROR, message, failure);
    } catch (Throwable e) {
      // what is left to be done for the request matters more than the line
      return;
    }
  }
}
