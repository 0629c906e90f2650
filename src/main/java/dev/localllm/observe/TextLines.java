package dev.localllm.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localllm.pipeline.Settlement;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** Lines for people. */
final class TextLines implements LineFormat {

  private static final SimpleFormatter MESSAGES = new SimpleFormatter();

  private final DateTimeFormatter time;

  /** Tells the time of day in {@code zone}. */
  TextLines(ZoneId zone) {
    time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(zone);
  }

  @Override
  public byte[] line(LogRecord line, String requestId) {
    var text = new StringBuilder(256);
    time.formatTo(line.getInstant(), text);
    text.append(' ').append(LogLevels.of(line.getLevel())).append(' ');
    if (line instanceof AccessRecord access) {
      access(text, access.settlement());
    } else {
      text.append(LogWords.printable(MESSAGES.formatMessage(line)));
      if (!requestId.isEmpty()) {
        text.append(" [").append(requestId).append(']');
      }
    }
    text.append('\n');
    if (line.getThrown() != null) {
      text.append(LogWords.trace(line.getThrown()));
    }
    return text.toString().getBytes(UTF_8);
  }

  private static void access(StringBuilder text, Settlement settlement) {
    text.append(settlement.dialect())
        .append(' ')
        .append(settlement.operation())
        .append(settlement.streamed() ? " stream " : " ")
        .append(models(settlement));
    settlement.backend().ifPresent(backend -> text.append(" at ").append(backend));
    text.append(' ')
        .append(settlement.status())
        .append(' ')
        .append(LogWords.outcome(settlement))
        .append(", tokens ")
        .append(settlement.usage().promptTokens())
        .append('+')
        .append(settlement.usage().completionTokens());
    settlement
        .timeToFirstToken()
        .ifPresent(first -> text.append(", first ").append(LogWords.millis(first)).append(" ms"));
    text.append(", all ")
        .append(LogWords.millis(settlement.duration()))
        .append(" ms [")
        .append(settlement.requestId())
        .append(']');
  }

  /** {@code requested>routed>reported}, each only where it differs from the one before. */
  private static String models(Settlement settlement) {
    var models = new StringBuilder(settlement.requestedModel().map(TextLines::shown).orElse("-"));
    String last = settlement.requestedModel().orElse("-");
    for (Optional<String> next : List.of(settlement.routedModel(), settlement.reportedModel())) {
      if (next.isPresent() && !next.get().equals(last)) {
        models.append('>').append(shown(next.get()));
        last = next.get();
      }
    }
    return models.toString();
  }

  private static String shown(String model) {
    return LogWords.printable(LogWords.shortened(model));
  }
}
