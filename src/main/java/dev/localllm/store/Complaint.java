package dev.localllm.store;

import io.lettuce.core.RedisException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Logs why the cache cannot be reached, once for each reason, and when that is over. */
final class Complaint {
  private static final Logger LOG = System.getLogger(Complaint.class.getName());

  private @Nullable String last;

  void about(Throwable failure) {
    String reason = reason(failure);
    if (!reason.equals(last)) {
      last = reason;
      LOG.log(Level.WARNING, "the cache cannot be reached: " + reason);
    }
  }

  void isOver() {
    if (last != null) {
      last = null;
      LOG.log(Level.INFO, "the cache can be reached again");
    }
  }

  /** No address or password: only the names of exceptions, and the words of Redis itself. */
  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String name = root.getClass().getSimpleName();
    return root instanceof RedisException ? name + ", " + root.getMessage() : name;
  }
}
