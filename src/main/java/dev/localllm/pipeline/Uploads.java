package dev.localllm.pipeline;

import dev.localllm.settings.Settings;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Begins to take the bodies of requests, all within the same time and memory. Thread-safe. */
public final class Uploads {

  private final int limit;
  private final Duration patience;
  private final HeldBytes held;
  private final Watchdog watchdog;
  private final BooleanSupplier stopping;

  /**
   * Bodies within {@code limits} and {@code held}; {@code watchdog} sees to their time.
   *
   * @param stopping whether the process is about to end, so that only those who go on are awaited
   */
  public Uploads(
      Settings.Limits limits, HeldBytes held, Watchdog watchdog, BooleanSupplier stopping) {
    this.stopping = stopping;
    this.held = held;
    limit = limits.maxBodyBytes();
    patience = limits.bodyTimeout();
    this.watchdog = watchdog;
  }

  /** Begins to count what is held for a request of the caller with that id. */
  public Holding holding(String callerId) {
    return held.of(callerId);
  }

  /** Begins with a body of any allowed size. */
  Upload begin(long length, Holding holding, Upload.Receiver receiver) {
    return begin(length, limit, holding, receiver);
  }

  /**
   * Begins with a body.
   *
   * @param length of the body in bytes as the client says, −1 when it does not
   * @param most bytes that are taken of it
   * @param holding is charged with what is allocated; closing it is the receiver's business
   * @param receiver is told of the end; maybe before this returns, if it is too long already
   */
  public Upload begin(long length, int most, Holding holding, Upload.Receiver receiver) {
    var upload = new Upload(Math.min(most, limit), patience, holding, receiver, watchdog, stopping);
    watchdog.add(upload);
    upload.expect(length);
    return upload;
  }
}
