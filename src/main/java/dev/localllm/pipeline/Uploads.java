package dev.localllm.pipeline;

import dev.localllm.settings.Settings;
import java.time.Duration;

/** Begins to take the bodies of requests, all within the same time. Thread-safe. */
public final class Uploads {

  private final int limit;
  private final Duration patience;
  private final Watchdog watchdog;

  /** Bodies within {@code limits}; {@code watchdog} sees to their time. */
  public Uploads(Settings.Limits limits, Watchdog watchdog) {
    limit = limits.maxBodyBytes();
    patience = limits.bodyTimeout();
    this.watchdog = watchdog;
  }

  /** Begins with a body of any allowed size. */
  Upload begin(long length, Upload.Receiver receiver) {
    return begin(length, limit, receiver);
  }

  /**
   * Begins with a body.
   *
   * @param length of the body in bytes as the client says, −1 when it does not
   * @param most bytes that are taken of it
   * @param receiver is told of the end; maybe before this returns, if it is too long already
   */
  public Upload begin(long length, int most, Upload.Receiver receiver) {
    var upload = new Upload(Math.min(most, limit), patience, receiver, watchdog);
    watchdog.add(upload);
    upload.expect(length);
    return upload;
  }
}
