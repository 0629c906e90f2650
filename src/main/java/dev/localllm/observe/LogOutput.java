package dev.localllm.observe;

import dev.localllm.pipeline.CurrentRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Writes log records to a stream, each by one write (OPS-3). The server's own logging would take
 * three times as long for a line, knows neither our levels nor the request id, and drops lines when
 * there are many. Thread-safe.
 */
final class LogOutput extends Handler {

  private final OutputStream out;
  private final LineFormat format;
  private final ReentrantLock lock = new ReentrantLock();

  LogOutput(OutputStream out, LineFormat format) {
    this.out = out;
    this.format = format;
  }

  @Override
  public void publish(LogRecord line) {
    if (!isLoggable(line)) {
      return;
    }
    byte[] bytes = format.line(line, CurrentRequest.ID.orElse(""));
    lock.lock();
    try {
      out.write(bytes);
    } catch (IOException e) {
      reportError(null, e, ErrorManager.WRITE_FAILURE);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void flush() {
    // nothing is held back
  }

  @Override
  public void close() {
    // the stream is the process's
  }
}
