package dev.localllm.observe;

import dev.localllm.pipeline.InFlight;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether requests should come here at all, which whoever routes them asks. Requests that come
 * nevertheless are served. Thread-safe.
 */
final class Traffic {

  private final InFlight inFlight;
  private final @Nullable Path holdFile;

  /** Wanted until the process is told to stop, except while there is a {@code holdFile}. */
  Traffic(InFlight inFlight, @Nullable Path holdFile) {
    this.inFlight = inFlight;
    this.holdFile = holdFile;
  }

  /** Whether requests should come. */
  boolean wanted() {
    return !draining() && !held();
  }

  /** Whether the process has been told to stop. */
  boolean draining() {
    return inFlight.draining();
  }

  /** Whether an operator or a deployment holds requests back. */
  boolean held() {
    return holdFile != null && Files.exists(holdFile);
  }
}
