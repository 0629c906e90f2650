package dev.localllm.observe;

import java.util.logging.LogRecord;

/** How a log record looks as a line. Thread-safe. */
interface LineFormat {

  /**
   * The line, its end included.
   *
   * @param requestId the request being served; empty when there is none
   */
  byte[] line(LogRecord line, String requestId);
}
