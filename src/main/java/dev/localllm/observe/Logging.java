package dev.localllm.observe;

import dev.localllm.settings.Settings.LogFormat;
import dev.localllm.settings.Settings.Server;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends what this application logs to one stream instead of the server's log, by level and format
 * of the settings. All its loggers are below {@code dev.localllm}; debug lines must come from that
 * one itself, because the server gives each further logger level INFO when it is made.
 */
final class Logging implements AutoCloseable {

  private final Logger logger;
  private final LogOutput output;

  Logging(Logger logger, Server settings, OutputStream out) {
    this.logger = logger;
    Level level = LogLevels.of(settings.logLevel());
    output = new LogOutput(out, format(settings.logFormat()));
    output.setLevel(level);
    logger.setLevel(level);
    logger.setUseParentHandlers(false);
    logger.addHandler(output);
  }

  private static LineFormat format(LogFormat format) {
    return switch (format) {
      case JSON -> new JsonLines();
      case TEXT -> new TextLines(ZoneId.systemDefault());
    };
  }

  /** Gives the loggers back to the server. */
  @Override
  public void close() {
    logger.removeHandler(output);
    logger.setUseParentHandlers(true);
  }
}
