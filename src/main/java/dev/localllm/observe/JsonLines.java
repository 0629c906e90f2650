package dev.localllm.observe;

import dev.localllm.pipeline.Settlement;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** One JSON object a line, for machines. */
final class JsonLines implements LineFormat {

  private static final SimpleFormatter MESSAGES = new SimpleFormatter();

  @Override
  public byte[] line(LogRecord line, String requestId) {
    var json =
        new JsonObject()
            .add("time", line.getInstant().truncatedTo(ChronoUnit.MILLIS).toString())
            .add("level", LogLevels.of(line.getLevel()).name())
            .add("message", MESSAGES.formatMessage(line));
    if (line instanceof AccessRecord access) {
      access(json, access.settlement());
      return json.bytes("\n");
    }
    if (!requestId.isEmpty()) {
      json.add("requestId", requestId);
    }
    json.add("logger", String.valueOf(line.getLoggerName()));
    if (line.getThrown() != null) {
      json.add("exception", LogWords.trace(line.getThrown()));
    }
    return json.bytes("\n");
  }

  private static void access(JsonObject json, Settlement settlement) {
    json.add("requestId", settlement.requestId())
        .add("dialect", settlement.dialect())
        .add("operation", settlement.operation())
        .add("stream", settlement.streamed());
    settlement.requestedModel().ifPresent(model -> json.add("requestedModel", shown(model)));
    settlement.routedModel().ifPresent(model -> json.add("routedModel", shown(model)));
    settlement.reportedModel().ifPresent(model -> json.add("reportedModel", shown(model)));
    settlement.backend().ifPresent(backend -> json.add("backend", backend));
    json.add("status", settlement.status())
        .add("outcome", LogWords.outcome(settlement))
        .add("promptTokens", settlement.usage().promptTokens())
        .add("completionTokens", settlement.usage().completionTokens());
    settlement.timeToFirstToken().ifPresent(time -> json.add("ttftMs", millis(time)));
    json.add("durationMs", millis(settlement.duration()));
  }

  private static String shown(String model) {
    return LogWords.shortened(model);
  }

  private static double millis(Duration duration) {
    return LogWords.millis(duration);
  }
}
