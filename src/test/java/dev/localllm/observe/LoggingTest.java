package dev.localllm.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.pipeline.CurrentRequest;
import dev.localllm.settings.Settings.LogFormat;
import dev.localllm.settings.Settings.LogLevel;
import dev.localllm.settings.Settings.Server;
import java.io.ByteArrayOutputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LoggingTest {

  private final Logger logger = Logger.getLogger("dev.localllm.test.LoggingTest");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void linesBelowTheLevelAreNotWritten() {
    try (var logging = logging(LogLevel.WARN)) {
      assertThat(logging).isNotNull();
      logger.info("quiet");
      logger.warning("loud");
    }
    assertThat(out.toString(UTF_8)).contains("loud").doesNotContain("quiet");
  }

  @Test
  void debugLinesAreWrittenWhenAskedFor() {
    try (var logging = logging(LogLevel.DEBUG)) {
      assertThat(logging).isNotNull();
      logger.fine("detail");
    }
    assertThat(out.toString(UTF_8)).contains("\"level\":\"DEBUG\"").contains("detail");
  }

  @Test
  void theRequestThatIsServedIsTold() {
    try (var logging = logging(LogLevel.INFO)) {
      assertThat(logging).isNotNull();
      ScopedValue.where(CurrentRequest.ID, "req_9").run(() -> logger.info("x"));
    }
    assertThat(out.toString(UTF_8)).contains("\"requestId\":\"req_9\"");
  }

  @Test
  void anAccessLineIsNotEvenMadeBelowItsLevel() {
    try (var logging = logging(LogLevel.WARN)) {
      assertThat(logging).isNotNull();
      new AccessLog(logger).settled(Settlements.completed("m"));
      assertThat(logger.isLoggable(Level.INFO)).isFalse();
    }
    assertThat(out.size()).isZero();
  }

  @Test
  void anAccessLineIsWritten() {
    try (var logging = logging(LogLevel.INFO)) {
      assertThat(logging).isNotNull();
      new AccessLog(logger).settled(Settlements.completed("m"));
    }
    assertThat(out.toString(UTF_8)).contains("\"requestId\":\"req_1\"").hasLineCount(1);
  }

  @Test
  void afterTheEndTheLoggerIsTheServersAgain() {
    logging(LogLevel.INFO).close();
    assertThat(logger.getHandlers()).isEmpty();
    assertThat(logger.getUseParentHandlers()).isTrue();
  }

  private Logging logging(LogLevel level) {
    var server =
        new Server(
            "local", "localhost", 8000, LogFormat.JSON, level, null, null, "1", "sha", "today");
    return new Logging(logger, server, out);
  }
}
